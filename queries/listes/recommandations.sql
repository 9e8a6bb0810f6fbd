-- Question : Quelles recommandations ont été faites, et où en est chacune ?
-- Grain    : une ligne par recommandation, celles qui restent à suivre d'abord
-- Params   : aucun
-- Returns  : recommandation_id      VARCHAR    identifiant
--            texte_fr               VARCHAR    recommandation, en français
--            texte_en               VARCHAR    recommandation, en anglais
--            destinataire           VARCHAR    à qui elle s'adresse
--            echeance               VARCHAR    date ISO, complète ou partielle ; NULL si aucune n'est dite
--            statut_recommandation  VARCHAR    code
--            source_id              VARCHAR    document
--            nature                 VARCHAR    nature de la ligne
-- Source   : Recommandations du jeu de données en usage
select
    recommandation_id,
    texte_fr,
    texte_en,
    destinataire,
    echeance,
    statut as statut_recommandation,
    source_id,
    nature
from recommandation
order by
    statut in ('realisee', 'abandonnee') asc,
    fin_de(echeance) asc nulls last,
    recommandation_id asc
