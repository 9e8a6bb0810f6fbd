-- Question : Quels projets portent sur ce centre, et qui les finance ?
-- Grain    : une ligne par projet
-- Params   : id               VARCHAR    centre_id
-- Returns  : projet_id        VARCHAR    identifiant
--            intitule_fr      VARCHAR    intitulé français
--            intitule_en      VARCHAR    intitulé anglais
--            theme            VARCHAR    code
--            etape            VARCHAR    code
--            date_etape       VARCHAR    date ISO, complète ou partielle
--            statut           VARCHAR    code du statut du projet
--            montant_fcfa     BIGINT     FCFA ; NULL si inconnu
--            bailleurs        VARCHAR    bailleurs, séparés par « ; » ; NULL si aucun n'est connu
--            finance_fcfa     BIGINT     FCFA des financements connus ; NULL si aucun
--            source_id        VARCHAR    document
--            nature           VARCHAR    nature de la ligne
-- Owner    : $id
-- Restricted: columns montant_fcfa, bailleurs, finance_fcfa where nature <> 'publie'
-- Source   : Projets et financements du jeu en usage
select
    projet.projet_id,
    projet.intitule_fr,
    projet.intitule_en,
    projet.theme,
    projet.etape,
    projet.date_etape,
    projet.statut,
    projet.montant_fcfa,
    string_agg(distinct financement.bailleur, ' ; ' order by financement.bailleur) as bailleurs,
    cast(sum(financement.montant_fcfa) as BIGINT) as finance_fcfa,
    projet.source_id,
    projet.nature
from projet
left join financement_projet as financement
    on projet.projet_id = financement.projet_id
where projet.centre_id = $id::VARCHAR
group by all
order by projet.date_etape desc nulls last, projet.projet_id asc
