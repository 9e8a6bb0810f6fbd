-- Question : Par quels instruments les projets sont-ils financés, et où en est chaque financement ?
-- Grain    : une ligne par instrument et état du financement
-- Params   : district           VARCHAR    code du district du projet ; NULL garde tout
--            region             VARCHAR    code de la région du projet ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme du porteur à garder ; NULL garde tout
--            atelier            VARCHAR    code de l'atelier de l'ADOSM 2 ; NULL les garde tous
-- Returns  : instrument         VARCHAR    code
--            statut_financement VARCHAR    code
--            montant_fcfa       BIGINT     FCFA des montants connus ; NULL si aucun
--            nb_financements    BIGINT     financements
--            nb_montants        BIGINT     financements dont le montant est connu
--            nb_projets_retenus BIGINT     projets différents
--            nb_organismes      BIGINT     organismes qui portent ces projets
--            annee              INTEGER    année de l'étape la plus récente ; NULL si inconnue
--            source_id          VARCHAR    documents, séparés par « ; »
--            nature             VARCHAR    natures, séparées par « ; »
-- Unit     : FCFA
-- Value    : montant_fcfa
-- Base     : instruments et états
-- Formula  : Somme des financements des projets, abandonnés exclus ; un refus n'est pas un financement.
-- Behind   : nb_organismes of montant_fcfa where nature <> 'publie'
-- Source   : Financements des projets du jeu en usage
select
    financement.instrument,
    financement.statut as statut_financement,
    cast(sum(financement.montant_fcfa) as BIGINT) as montant_fcfa,
    count(*) as nb_financements,
    count(financement.montant_fcfa) as nb_montants,
    count(distinct projet.projet_id) as nb_projets_retenus,
    count(distinct projet.organisme_id) as nb_organismes,
    max(projet.annee) as annee,
    string_agg(distinct financement.source_id, ' ; ' order by financement.source_id) as source_id,
    string_agg(distinct financement.nature, ' ; ' order by financement.nature) as nature
from financement_projet as financement
inner join
    projets_gardes(
        $district::VARCHAR, $region::VARCHAR, $commune::VARCHAR, $types::VARCHAR[], $atelier::VARCHAR
    ) as projet
    on financement.projet_id = projet.projet_id
left join code_liste as instruments
    on instruments.liste = 'instrument' and financement.instrument = instruments.code
left join code_liste as etats
    on etats.liste = 'statut_financement' and financement.statut = etats.code
where projet.statut <> 'abandonne'
group by financement.instrument, financement.statut, instruments.ordre, etats.ordre
order by
    instruments.ordre asc nulls last,
    etats.ordre asc nulls last,
    financement.instrument asc,
    financement.statut asc
