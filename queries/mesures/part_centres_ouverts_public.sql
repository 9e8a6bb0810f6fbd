-- Question : Quels centres ouverts reçoivent aussi ceux qui ne sont pas mutualistes ?
-- Grain    : une ligne par centre
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    centre
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     1 ou 0 ; NULL : inconnu
--            denominateur       DOUBLE     1 si connu ; NULL sinon
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : centres ouverts à tous ÷ centres ouverts où on le sait
-- Source   : table centre
select
    centre.centre_id as entite_id,
    null::INTEGER as annee,
    centre.est_ouvert_public::INTEGER::DOUBLE as numerateur,
    case when centre.est_ouvert_public is not null then 1 end::DOUBLE as denominateur,
    false as est_masque,
    centre.source_id,
    centre.nature
from centre
where centre.statut_operationnel = 'ouvert'
order by entite_id asc
