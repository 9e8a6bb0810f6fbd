-- Question : Quelle part des moyens promis en francs chaque COM a-t-il reçue ?
-- Grain    : une ligne par COM et par année
-- Params   : aucun
-- Entity   : com
-- Aggregate: ratio
-- Returns  : entite_id          VARCHAR    COM
--            annee              INTEGER    année
--            numerateur         DOUBLE     montant mis à disposition (FCFA)
--            denominateur       DOUBLE     montant prévu (FCFA)
--            est_masque         BOOLEAN    faux : rien à masquer
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Unit     : part
-- Formula  : moyens en FCFA mis à disposition ÷ moyens en FCFA prévus ; les moyens comptés en
--            personnes ne s'y ajoutent pas ; inconnu si l'un des montants manque
-- Source   : table com_moyen
select
    com_id as entite_id,
    annee,
    mis_a_disposition as numerateur,
    prevu as denominateur,
    false as est_masque,
    source_id,
    nature
from moyens_com
where unite = 'fcfa'
order by entite_id asc, annee asc
