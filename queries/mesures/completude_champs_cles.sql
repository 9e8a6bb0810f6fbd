-- Question : Quelle part des champs attendus de chaque mutuelle est remplie ?
-- Grain    : une ligne par mutuelle
-- Params   : aucun
-- Entity   : organisme
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    mutuelle
--            annee              INTEGER    NULL : état de l'édition
--            numerateur         DOUBLE     champs remplis
--            denominateur       DOUBLE     champs attendus
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : champs remplis ÷ champs attendus, chacun comptant pour un ; ce que l'étude attend est
--            dans poids_completude
-- Source   : tables du jeu en usage ; poids_completude
select
    organisme.organisme_id as entite_id,
    null::INTEGER as annee,
    count(*) filter (where champ.est_connu)::DOUBLE as numerateur,
    count(*)::DOUBLE as denominateur,
    false as est_masque,
    organisme.source_id,
    organisme.nature
from champ_attendu as champ
inner join mutuelle_situee as organisme
    on champ.objet_id = organisme.organisme_id
where champ.objet = 'organisme'
group by organisme.organisme_id, organisme.source_id, organisme.nature
order by entite_id asc
