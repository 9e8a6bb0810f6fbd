-- Question : Quelle part de la dépense courante de santé du pays passe par les mutuelles, d'après
--            les sources publiées ?
-- Grain    : une ligne par année publiée
-- Params   : aucun
-- Entity   : pays
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  CIV
--            annee         INTEGER  année du fait publié
--            numerateur    DOUBLE   part publiée, de 0 à 1
--            denominateur  DOUBLE   1 : la part est publiée telle quelle
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : part publiée : dépenses des mutuelles ÷ dépense courante de santé ; la valeur retenue
--            quand les sources diffèrent
-- Source   : table fait_publie
select
    'CIV' as entite_id,
    annee,
    valeur as numerateur,
    cast(1 as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from fait_publie
where
    indicateur = 'part_mutuelles_dcs'
    and entite in ('pays', 'secteur', 'etude')
    and est_retenu
    and unite = 'part'
    and valeur is not null
order by annee asc, source_id asc
