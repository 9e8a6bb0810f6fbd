-- Question : Combien de bénéficiaires les mutuelles déclarent-elles dans ce district ou cette région ?
-- Grain    : une ligne, ou aucune quand aucune mutuelle n'y déclare rien ; la dernière année déclarée
-- Params   : niveau             VARCHAR    district ou region
--            id                 VARCHAR    code du territoire
-- Returns  : annee              INTEGER    dernière année où une mutuelle y déclare ses bénéficiaires
--            nb_beneficiaires   BIGINT     personnes, somme de ce qui est déclaré
--            nb_mutuelles       BIGINT     mutuelles qui le déclarent, où qu'elles aient leur siège
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes
-- Source   : table implantation
with

declares as (
    select
        implantation.organisme_id,
        implantation.annee,
        implantation.nb_beneficiaires,
        implantation.source_id,
        implantation.nature
    from implantation
    inner join region
        on implantation.region_code = region.region_code
    where
        implantation.nb_beneficiaires is not null
        and case $niveau when 'district' then region.district_code else region.region_code end = $id
)

select
    annee,
    sum(nb_beneficiaires)::BIGINT as nb_beneficiaires,
    count(distinct organisme_id) as nb_mutuelles,
    string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
    string_agg(distinct nature, ' ; ' order by nature) as nature
from declares
group by annee
order by annee desc
limit 1
