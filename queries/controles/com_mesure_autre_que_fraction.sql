-- Code     : K-8
-- Level    : avertissement
-- Table    : com_mesure
-- Message  : « {indicateur_id} », {annee} : {valeur} réalisé, alors que {numerateur} sur
--            {denominateur} fait {fraction}.
-- Why      : La note se calcule sur le réalisé : une part s'écrit de 0 à 1, non en pour cent.
-- Fix      : Corriger le réalisé, ou le numérateur et le dénominateur.
-- Returns  : une ligne par mesure d'une part, à l'arrondi près ; aucune quand la règle est respectée
select
    com_mesure.ligne,
    'realise' as colonne,
    cast(com_mesure.realise as VARCHAR) as valeur,
    com_mesure.indicateur_id,
    com_mesure.annee,
    com_mesure.numerateur,
    com_mesure.denominateur,
    round(com_mesure.numerateur / com_mesure.denominateur, 4) as fraction
from com_mesure
inner join com_indicateur
    on com_mesure.indicateur_id = com_indicateur.indicateur_id
where
    com_indicateur.unite = 'part'
    and abs(com_mesure.realise - com_mesure.numerateur / nullif(com_mesure.denominateur, 0))
    > borne('K-8', 'ecart')
order by com_mesure.ligne asc
