-- Code     : B-4
-- Level    : avertissement
-- Table    : centre_activite
-- Message  : {centre_id}, {annee} : {valeur} dans {colonne}, sans que le service « {diagnostic} »
--            soit dit disponible.
-- Why      : On ne traite pas la tuberculose, le VIH ou le paludisme sans diagnostic : il manque un
--            service, ou il est fait ailleurs.
-- Fix      : Ajouter le service de diagnostic, ou vérifier le nombre de malades traités.
-- Returns  : une ligne par nombre de malades ; rien tant qu'aucun service du centre n'est connu ;
--            aucune quand la règle est respectée
with

malades as (
    unpivot (
        select
            ligne,
            centre_id,
            annee,
            nb_tb_traites,
            nb_sous_arv,
            nb_palu_traites
        from centre_activite
    )
    on nb_tb_traites, nb_sous_arv, nb_palu_traites
    into name colonne value nombre
),

examens as (
    select
        centre_id,
        service,
        disponible
    from centre_service
    where service in (select connu.diagnostic from soin_et_diagnostic as connu)
)

select
    malades.ligne,
    malades.colonne,
    cast(malades.nombre as VARCHAR) as valeur,
    malades.centre_id,
    malades.annee,
    soin_et_diagnostic.diagnostic
from malades
inner join soin_et_diagnostic
    on malades.colonne = soin_et_diagnostic.colonne
left join examens
    on
        malades.centre_id = examens.centre_id
        and soin_et_diagnostic.diagnostic = examens.service
where
    malades.nombre > 0
    and (examens.centre_id is null or not examens.disponible)
    and malades.centre_id in (select connu.centre_id from centre_service as connu)
order by malades.ligne asc, malades.colonne asc
