-- Question : Combien de mutuelles ont reçu une délégation de gestion de la CMU ?
-- Grain    : une ligne par mutuelle
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: somme
-- Returns  : entite_id     VARCHAR  organisme_id
--            annee         INTEGER  NULL : état de l'édition
--            numerateur    DOUBLE   1 si la mutuelle est délégataire, 0 si elle a un autre rôle ou
--                                    aucun ; NULL si inconnu
--            denominateur  DOUBLE   NULL : un compte n'a pas de dénominateur
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : nombre
-- Formula  : mutuelles dont le rôle dans la CMU est délégataire de gestion ; une mutuelle dont le
--            rôle est inconnu n'ajoute rien
-- Source   : table organisme
select
    organisme_id as entite_id,
    cast(null as INTEGER) as annee,
    cast(role_cmu = 'delegataire_gestion' as DOUBLE) as numerateur,
    cast(null as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from mutuelle_situee
where est_enquetee(type_organisme)
order by entite_id asc
