-- Question : Quels COM le jeu de données a-t-il, et quelles années couvrent-ils ?
-- Grain    : une ligne par COM, par nom d'organisme puis du plus récent au plus ancien
-- Params   : district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : com_id             VARCHAR    identifiant
--            organisme_id       VARCHAR    identifiant de l'organisme
--            nom_organisme      VARCHAR    nom de l'organisme
--            libelle_officiel   VARCHAR    intitulé du contrat
--            version            BIGINT     1 à la signature
--            annee_debut        INTEGER    première année
--            annee_fin          INTEGER    dernière année
--            annees             INTEGER[]  années où des cibles sont dues, dans l'ordre ; sans aucune
--                                          cible, toutes celles du contrat
--            annee_mesuree      INTEGER    dernière année dont une mesure est connue ; NULL sinon
-- Restricted: rows
-- Owner    : organisme_id
-- Source   : tables com_contrat et com_cible du jeu en usage
with

dues as (
    select
        com_id,
        list(distinct annee order by annee asc) as annees,
        max(annee) filter (where realise is not null or est_conteste) as annee_mesuree
    from note_com
    group by com_id
)

select
    contrat.com_id,
    contrat.organisme_id,
    situe.nom as nom_organisme,
    contrat.libelle_officiel,
    contrat.version,
    contrat.annee_debut,
    contrat.annee_fin,
    coalesce(
        dues.annees, range(contrat.annee_debut, contrat.annee_fin + 1)::INTEGER[]
    ) as annees,
    dues.annee_mesuree
from com_contrat as contrat
inner join entite_situee as situe
    on situe.entite = 'com' and contrat.com_id = situe.entite_id
left join dues
    on contrat.com_id = dues.com_id
where
    retient_un($district::VARCHAR, situe.district_code)
    and retient_un($region::VARCHAR, situe.region_code)
    and retient_un($commune::VARCHAR, situe.commune)
    and retient($types::VARCHAR[], situe.type_organisme)
order by situe.nom collate fr asc, contrat.annee_debut desc, contrat.version desc, contrat.com_id asc
