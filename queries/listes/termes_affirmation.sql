-- Question : Quels chiffres publiés le calcul d'une affirmation publique emploie-t-il ?
-- Grain    : une ligne par terme du calcul d'une affirmation
-- Params   : affirmation        VARCHAR    identifiant de l'affirmation ; NULL les garde toutes
-- Returns  : affirmation_id     VARCHAR    identifiant
--            role               VARCHAR    numerateur ou denominateur
--            signe              INTEGER    1 ajoute le terme, -1 le retire
--            terme              VARCHAR    identifiant du fait, ou nombre écrit dans le calcul
--            valeur             DOUBLE     valeur du terme ; NULL si le fait n'en a pas
--            indicateur         VARCHAR    indicateur publié ; NULL pour un nombre
--            enonce_fr          VARCHAR    le fait en une phrase, en français ; NULL pour un nombre
--            enonce_en          VARCHAR    le fait en une phrase, en anglais ; NULL pour un nombre
--            source_id          VARCHAR    document ; NULL pour un nombre
-- Source   : Faits publiés du jeu de données en usage
select
    terme.affirmation_id,
    terme.role,
    terme.signe,
    terme.terme,
    terme.valeur,
    fait_publie.indicateur,
    fait_publie.enonce_fr,
    fait_publie.enonce_en,
    terme.source_id
from affirmation_terme as terme
left join fait_publie
    on terme.fait_id = fait_publie.fait_id
where retient_un($affirmation::VARCHAR, terme.affirmation_id)
order by terme.affirmation_id asc, terme.role desc, terme.rang asc
