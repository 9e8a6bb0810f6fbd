-- Question : Que sait-on de chaque entité comparée, partie par partie du dossier ?
-- Grain    : une ligne par entité et partie du dossier ; sans partie : le dossier entier
-- Params   : quoi               VARCHAR    organisme, centre ou region
--            ids                VARCHAR[]  identifiants à comparer
-- Returns  : entite_id          VARCHAR    identifiant
--            partie             VARCHAR    code ; NULL pour le dossier entier
--            annee              INTEGER    dernière année d'enquête ; NULL s'il n'y en a pas
--            part_completude    DOUBLE     part de 0 à 1 des champs connus, selon leur poids
--            nb_connus          BIGINT     champs connus
--            nb_attendus        BIGINT     champs attendus
--            nb_objets          BIGINT     organismes et centres dont c'est le dossier
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    nature des lignes
-- Formula  : Somme des poids des champs connus ÷ somme des poids des champs attendus ; une région réunit les
--            dossiers de ses organismes et de ses centres.
-- Unit     : part des champs attendus, de 0 à 1
-- Value    : part_completude
-- Base     : parties des dossiers
-- Denom    : champs attendus de cette partie du dossier, chacun avec son poids
-- Source   : Lignes du jeu en usage ; poids de data/reference/poids_completude.csv
with

gardes as (
    select
        *,
        case $quoi when 'region' then region_code else objet_id end as entite_id
    from objet_attendu
    where
        ($quoi = 'region' or objet = $quoi)
        and list_contains(
            $ids::VARCHAR[], case $quoi when 'region' then region_code else objet_id end
        )
)

select
    gardes.entite_id,
    partie.partie,
    annee_enquete() as annee,
    part_pesee(partie.poids_connu, partie.poids_attendu, true) as part_completude,
    cast(sum(partie.nb_connus) as BIGINT) as nb_connus,
    cast(sum(partie.nb_attendus) as BIGINT) as nb_attendus,
    count(distinct gardes.objet_id) as nb_objets,
    string_agg(distinct gardes.source_id, ' ; ' order by gardes.source_id) as source_id,
    string_agg(distinct gardes.nature, ' ; ' order by gardes.nature) as nature
from partie_attendue as partie
inner join gardes
    on partie.objet = gardes.objet and partie.objet_id = gardes.objet_id
group by grouping sets ((gardes.entite_id, partie.partie), (gardes.entite_id))
having gardes.entite_id is not null
order by partie.partie asc nulls first, gardes.entite_id asc
