-- Question : Quels projets cet organisme porte-t-il, et qui les finance ?
-- Grain    : une ligne par projet et par financement ; une seule quand aucun financement n'est connu
-- Params   : id                        VARCHAR    organisme_id
-- Returns  : projet_id                 VARCHAR    identifiant
--            intitule_fr               VARCHAR    intitulé français
--            intitule_en               VARCHAR    intitulé anglais
--            theme                     VARCHAR    code
--            etape_projet              VARCHAR    code
--            date_etape                VARCHAR    date ISO, complète ou partielle
--            statut_projet             VARCHAR    code
--            montant_projet_fcfa       BIGINT     FCFA ; NULL si inconnu
--            bailleur                  VARCHAR    qui finance ; NULL si aucun n'est connu
--            instrument                VARCHAR    code
--            statut_financement        VARCHAR    code
--            montant_financement_fcfa  BIGINT     FCFA ; NULL si inconnu
--            source_id                 VARCHAR    documents, séparés par « ; »
--            nature                    VARCHAR    nature de la ligne
-- Owner    : $id
-- Restricted: columns montant_projet_fcfa, bailleur, instrument, statut_financement,
--            montant_financement_fcfa where nature <> 'publie'
-- Source   : Projets et financements du jeu en usage
select
    projet.projet_id,
    projet.intitule_fr,
    projet.intitule_en,
    projet.theme,
    projet.etape as etape_projet,
    projet.date_etape,
    projet.statut as statut_projet,
    projet.montant_fcfa as montant_projet_fcfa,
    financement.bailleur,
    financement.instrument,
    financement.statut as statut_financement,
    financement.montant_fcfa as montant_financement_fcfa,
    concat_ws(' ; ', projet.source_id, nullif(financement.source_id, projet.source_id)) as source_id,
    projet.nature
from projet
left join financement_projet as financement
    on projet.projet_id = financement.projet_id
where
    projet.organisme_id = $id
    or (
        projet.organisme_id is null
        and projet.centre_id in (
            select centre.centre_id
            from centre
            where centre.organisme_id = $id
        )
    )
order by
    projet.date_etape desc nulls last,
    projet.projet_id asc,
    financement.bailleur collate fr asc nulls last,
    financement.instrument asc nulls last,
    financement.montant_fcfa asc nulls last
