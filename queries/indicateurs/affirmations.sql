-- Question : Que disent les personnes et la presse, et les données à disposition le confirment-elles ?
-- Grain    : une ligne par affirmation publique
-- Params   : aucun
-- Returns  : affirmation_id        VARCHAR    identifiant
--            enonce_fr             VARCHAR    ce qui a été dit, en français
--            enonce_en             VARCHAR    ce qui a été dit, en anglais
--            auteur                VARCHAR    qui l'a dit
--            date                  VARCHAR    date ISO, complète ou partielle
--            indicateur            VARCHAR    code
--            valeur_enoncee        VARCHAR    la valeur telle que dite
--            denominateur_enonce_fr VARCHAR   de quoi la part est dite, en français
--            denominateur_enonce_en VARCHAR   de quoi la part est dite, en anglais
--            verdict               VARCHAR    conforme, differe ou inverifiable
--            explication_fr        VARCHAR    le calcul et la réserve, en français
--            explication_en        VARCHAR    le calcul et la réserve, en anglais
--            source_id             VARCHAR    document
--            nature                VARCHAR    nature de la ligne
-- Unit     : affirmations
-- Value    : verdict
-- Base     : affirmations examinées
-- Source   : Pages publiques citées ligne par ligne ; calculs de CartoMut
select
    affirmation_id,
    enonce_fr,
    enonce_en,
    auteur,
    date,
    indicateur,
    valeur_enoncee,
    denominateur_enonce_fr,
    denominateur_enonce_en,
    verdict,
    explication_fr,
    explication_en,
    source_id,
    nature
from affirmation
order by
    case verdict when 'differe' then 0 when 'inverifiable' then 1 else 2 end asc,
    date desc,
    affirmation_id asc
