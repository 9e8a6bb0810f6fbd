-- Question : Quelle part des points possibles chaque COM obtient-il ?
-- Grain    : une ligne par COM et par année
-- Params   : aucun
-- Entity   : com
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     points obtenus ; NULL si le score n'est pas établi
--            denominateur       DOUBLE     points possibles des indicateurs mesurés
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : points obtenus ÷ points possibles des indicateurs mesurés ; non établi si trop peu
--            d'indicateurs dus sont mesurés, une mesure contestée ne comptant nulle part
-- Source   : tables com_indicateur, com_cible et com_mesure ; seuil de com_taux_renseignement
with

seuil_etabli as (
    select any_value(try_cast(split_part(expression, '..', 1) as DOUBLE)) as part
    from seuil
    where indicateur_id = 'com_taux_renseignement' and regle = 'orange'
)

select
    note_com.com_id as entite_id,
    note_com.annee,
    case
        when
            count(note_com.note)
            >= any_value(seuil_etabli.part) * count(*) filter (where not note_com.est_conteste)
            then sum(note_com.poids * note_com.note)
    end as numerateur,
    sum(note_com.poids) filter (where note_com.note is not null) as denominateur,
    false as est_masque,
    string_agg(distinct note_com.source_id, ' ; ' order by note_com.source_id) as source_id,
    string_agg(distinct note_com.nature, ' ; ' order by note_com.nature) as nature
from note_com
cross join seuil_etabli
group by note_com.com_id, note_com.annee
order by entite_id asc, note_com.annee asc
