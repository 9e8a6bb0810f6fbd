-- Question : Quels centres portent le nom d'un autre centre du même lieu ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 après le premier de même nom au même lieu, 0 sinon
--            denominateur       DOUBLE     1 par centre
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres dont le nom a les mêmes mots qu'un centre déjà compté au même lieu (règle C-12)
--            ÷ tous les centres
-- Source   : table centre
with

cles as (
    select
        centre_id,
        ligne,
        source_id,
        nature,
        mots_tries(nom) as mots,
        nom_simple(coalesce(commune, ville, '')) as lieu
    from centre
)

select
    centre_id as entite_id,
    null::INTEGER as annee,
    (
        mots <> ''
        and row_number() over (partition by mots, lieu order by ligne asc, centre_id asc) > 1
    )::INTEGER::DOUBLE as numerateur,
    1::DOUBLE as denominateur,
    false as est_masque,
    source_id,
    nature
from cles
order by entite_id asc
