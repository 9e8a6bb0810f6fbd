-- Question : Que disent les personnes et la presse, et les données à disposition le confirment-elles ?
-- Grain    : une ligne par affirmation publique
-- Params   : aucun
-- Returns  : affirmation_id         VARCHAR    identifiant
--            enonce_fr              VARCHAR    ce qui a été dit, en français
--            enonce_en              VARCHAR    ce qui a été dit, en anglais
--            auteur                 VARCHAR    qui l'a dit
--            date                   VARCHAR    date ISO, complète ou partielle
--            indicateur             VARCHAR    code
--            valeur_enoncee         VARCHAR    la valeur telle que dite
--            qualificatif           VARCHAR    environ, plus_de, moins_de ou exact ; NULL sans calcul
--            denominateur_enonce_fr VARCHAR    de quoi la part est dite, en français
--            denominateur_enonce_en VARCHAR    de quoi la part est dite, en anglais
--            denominateur_juste_fr  VARCHAR    le vrai, en français ; NULL si l'auteur dit le même
--            denominateur_juste_en  VARCHAR    le vrai, en anglais ; NULL si l'auteur dit le même
--            numerateur             DOUBLE     ce que le calcul divise, ou la valeur qu'il donne
--            denominateur           DOUBLE     ce par quoi il divise ; NULL pour un nombre sans dénominateur
--            valeur_recalculee      DOUBLE     valeur que le calcul retrouve ; NULL sans calcul
--            ecart_enonce           DOUBLE     valeur recalculée moins valeur énoncée
--            tolerance              DOUBLE     écart admis ; NULL vaut zéro
--            verdict                VARCHAR    conforme, differe ou inverifiable : celui que le calcul donne
--            obstacle_calcul        VARCHAR    pourquoi il n'y a pas de calcul ; NULL quand il y en a un
--            explication_fr         VARCHAR    le calcul et la réserve, en français
--            explication_en         VARCHAR    le calcul et la réserve, en anglais
--            source_id              VARCHAR    document
--            nature                 VARCHAR    nature de la ligne
-- Formula  : Faits publiés du numérateur ÷ faits publiés du dénominateur, comparés à la valeur énoncée : à la
--            tolérance près, ou comme une borne si l'auteur dit « plus de » ou « moins de ».
-- Unit     : affirmations
-- Value    : verdict
-- Base     : affirmations examinées
-- Source   : Pages publiques citées ligne par ligne ; calculs de CartoMut
select
    affirmation.affirmation_id,
    affirmation.enonce_fr,
    affirmation.enonce_en,
    affirmation.auteur,
    affirmation.date,
    affirmation.indicateur,
    affirmation.valeur_enoncee,
    affirmation.qualificatif,
    affirmation.denominateur_enonce_fr,
    affirmation.denominateur_enonce_en,
    affirmation.denominateur_juste_fr,
    affirmation.denominateur_juste_en,
    verifiee.numerateur,
    verifiee.denominateur,
    verifiee.valeur_recalculee,
    verifiee.ecart_enonce,
    affirmation.tolerance,
    verifiee.verdict_calcule as verdict,
    affirmation.obstacle_calcul,
    affirmation.explication_fr,
    affirmation.explication_en,
    affirmation.source_id,
    affirmation.nature
from affirmation
inner join affirmation_verifiee as verifiee
    on affirmation.affirmation_id = verifiee.affirmation_id
order by
    case verifiee.verdict_calcule when 'differe' then 0 when 'inverifiable' then 1 else 2 end asc,
    affirmation.date desc,
    affirmation.affirmation_id asc
