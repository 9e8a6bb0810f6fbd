-- Code     : V-6
-- Level    : avertissement
-- Table    : centre_service
-- Message  : {centre_id} offre « {valeur} » sans que « {diagnostic} » y soit dit disponible.
-- Why      : On ne traite pas la tuberculose, le VIH ou le paludisme sans diagnostic : il manque un
--            service, ou il est fait ailleurs.
-- Fix      : Ajouter le service de diagnostic, ou vérifier où le diagnostic se fait.
-- Returns  : une ligne par soin ; rien quand la question du diagnostic n'a pas eu de réponse ; aucune
--            quand la règle est respectée
with

examens as (
    select
        centre_id,
        service,
        disponible
    from centre_service
    where service in (select connu.diagnostic from soin_et_diagnostic as connu)
)

select
    centre_service.ligne,
    'service' as colonne,
    centre_service.service as valeur,
    centre_service.centre_id,
    soin_et_diagnostic.diagnostic
from centre_service
inner join soin_et_diagnostic
    on centre_service.service = soin_et_diagnostic.soin
left join examens
    on
        centre_service.centre_id = examens.centre_id
        and soin_et_diagnostic.diagnostic = examens.service
where
    centre_service.disponible
    and (examens.centre_id is null or not examens.disponible)
order by centre_service.ligne asc
