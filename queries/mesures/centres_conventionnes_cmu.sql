-- Question : Quelle part des centres mutualistes ouverts est conventionnée avec la CMU ?
-- Grain    : une ligne par centre mutualiste ouvert
-- Params   : aucun
-- Entity   : centre
-- Aggregate: ratio
-- Returns  : entite_id     VARCHAR  centre_id
--            annee         INTEGER  NULL : état de l'édition
--            numerateur    DOUBLE   1 si le centre est conventionné, 0 s'il ne l'est pas ou pas
--                                    encore ; NULL si inconnu
--            denominateur  DOUBLE   1 quand le statut CMU est connu
--            est_masque    BOOLEAN  faux : rien n'y est masqué
--            source_id     VARCHAR  document
--            nature        VARCHAR  nature de la valeur
-- Unit     : part
-- Formula  : centres conventionnés CMU ÷ centres dont le statut CMU est connu ; centres ouverts
--            qu'une mutuelle possède ou gère, ou qui lui servent de référence
-- Source   : table centre
select
    centre_id as entite_id,
    cast(null as INTEGER) as annee,
    cast(nullif(statut_cmu, 'inconnu') = 'conventionne' as DOUBLE) as numerateur,
    cast(if(nullif(statut_cmu, 'inconnu') is null, null, 1) as DOUBLE) as denominateur,
    false as est_masque,
    source_id,
    nature
from centre_situe
where compte_pour('nb_centres_mutualistes', relation, statut_operationnel)
order by entite_id asc
