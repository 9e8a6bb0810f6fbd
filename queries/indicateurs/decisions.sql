-- Question : Qu'est-ce qui attend une décision, et depuis quand ?
-- Grain    : une ligne par convention, projet ou mesure de COM en attente, une par compte de manques
-- Params   : jour               VARCHAR    jour où l'on regarde, date ISO complète ; NULL : aujourd'hui
--            jours_avant        INTEGER    jours d'avance où une échéance est annoncée ; NULL : 90
--            mois_etape         INTEGER    mois sans nouvelle d'un projet ; NULL : 6
--            mois_comptes       INTEGER    mois après la clôture où les comptes sont attendus ; NULL : 6
--            mois_edition       INTEGER    mois entre deux éditions de l'étude ; NULL : 12
--            district           VARCHAR    code du district ; NULL garde tout
--            region             VARCHAR    code de la région ; NULL garde tout
--            commune            VARCHAR    nom de la commune ou de la ville ; NULL garde tout
--            types              VARCHAR[]  types d'organisme à garder ; NULL garde tout
-- Returns  : sorte_decision     VARCHAR    code
--            objet_id           VARCHAR    identifiant de la convention, du projet, de l'indicateur de COM…
--            intitule_fr        VARCHAR    parties, projet ou indicateur, en français
--            intitule_en        VARCHAR    parties, projet ou indicateur, en anglais
--            detail_decision    VARCHAR    étape du projet, COM de la mesure ; NULL sinon
--            organisme_id       VARCHAR    mutuelle en cause ; NULL si aucune n'est connue
--            organisme_nom      VARCHAR    son nom
--            annee              INTEGER    année de la mesure ou de l'exercice ; NULL sinon
--            date_repere        VARCHAR    échéance, date de l'étape, de la mesure ou de l'édition
--            jours_ecart        INTEGER    jours passés depuis cette date, négatif si elle est à venir
--            nb_concernes       BIGINT     ce que la ligne compte
--            nb_examines        BIGINT     sur combien de conventions, projets, mesures, mutuelles…
--            rang_decision      INTEGER    1 est le plus pressant
--            source_id          VARCHAR    document
--            nature             VARCHAR    nature de la ligne
-- Formula  : Une date connue au mois ou à l'année compte à son dernier jour. Une convention échue sort de
--            la liste dès qu'une autre, entre les mêmes parties, a pris sa suite. Un projet attend quand il
--            n'est ni terminé ni abandonné et qu'aucune étape n'en est connue depuis le délai.
-- Unit     : jours depuis la date, ou avant elle
-- Value    : jours_ecart
-- Base     : décisions
-- Owner    : organisme_id
-- Restricted: columns objet_id, intitule_fr, intitule_en, detail_decision, annee, organisme_id,
--            organisme_nom, date_repere, jours_ecart where sorte_decision = 'mesure_contestee'
-- Source   : Conventions, projets, mesures de COM, exercices et importations du jeu de données en usage
with

jours as (
    select
        coalesce(try_cast($jour::VARCHAR as DATE), current_date) as jour,
        coalesce($jours_avant::INTEGER, 90) as jours_avant,
        coalesce($mois_etape::INTEGER, 6) as mois_etape,
        coalesce($mois_comptes::INTEGER, 6) as mois_comptes,
        coalesce($mois_edition::INTEGER, 12) as mois_edition
),

situes as materialized (
    select
        organisme_id,
        nom,
        sigle,
        type_organisme
    from organisme_situe
    where
        retient_un($district::VARCHAR, district_code)
        and retient_un($region::VARCHAR, region_code)
        and retient_un($commune::VARCHAR, siege_commune)
        and retient($types::VARCHAR[], type_organisme)
),

conventions as materialized (
    select
        convention_id,
        parties,
        echeance,
        statut,
        source_id,
        nature,
        string_split(parties, ';') as noms,
        list_sort(list_transform(string_split(parties, ';'), lambda nom: nom_simple(nom))) as entre,
        debut_de(date_signature) as signature,
        fin_de(echeance) as terme
    from convention
),

-- Qui, parmi les organismes connus, signe quelle convention ; une partie se reconnaît à son nom entier.
parties_simples as (
    select
        convention_id,
        nom_simple(unnest(noms)) as partie
    from conventions
),

signataires as materialized (
    select
        parties_simples.convention_id,
        organisme.organisme_id,
        organisme.nom,
        est_mutuelle(organisme.type_organisme) as est_mutuelle
    from parties_simples
    inner join organisme
        on parties_simples.partie in (nom_simple(organisme.nom), nom_simple(organisme.sigle))
),

mutuelles_signataires as (
    select
        convention_id,
        min_by(organisme_id, organisme_id) as organisme_id,
        min_by(nom, organisme_id) as nom
    from signataires
    where est_mutuelle
    group by convention_id
),

-- Une convention dont aucune partie n'est connue reste, quel que soit le filtre.
conventions_gardees as materialized (
    select *
    from conventions
    where
        convention_id not in (select signataires.convention_id from signataires)
        or convention_id in (
            select signataires.convention_id
            from signataires
            semi join situes
                on signataires.organisme_id = situes.organisme_id
        )
),

suites as (
    select
        avant.convention_id,
        count(*) as nb_suites
    from conventions as avant
    inner join conventions as apres
        on
            avant.entre = apres.entre
            and avant.signature < apres.signature
    group by avant.convention_id
),

conventions_jugees as (
    select
        gardee.convention_id,
        gardee.parties,
        gardee.echeance,
        gardee.terme,
        gardee.source_id,
        gardee.nature,
        jours.jour,
        count(*) over () as nb_examines,
        case
            when gardee.terme < jours.jour and gardee.statut = 'en_cours' then 'convention_depassee'
            when gardee.terme < jours.jour and suivante.convention_id is null then 'convention_echue'
            when
                gardee.terme >= jours.jour
                and gardee.terme <= jours.jour + jours.jours_avant
                then 'convention_bientot'
        end as sorte
    from conventions_gardees as gardee
    cross join jours
    left join suites as suivante
        on gardee.convention_id = suivante.convention_id
),

projets as materialized (
    select
        projet.projet_id,
        projet.intitule_fr,
        projet.intitule_en,
        projet.etape,
        projet.date_etape,
        projet.source_id,
        projet.nature,
        situes.organisme_id,
        situes.nom,
        fin_de(projet.date_etape) as depuis,
        count(*) over () as nb_examines
    from projet
    inner join situes
        on projet.organisme_id = situes.organisme_id
    where projet.statut in ('actif', 'suspendu') and projet.etape <> 'service'
),

mesures as materialized (
    select
        mesure.indicateur_id,
        mesure.annee,
        mesure.date_mesure,
        mesure.statut_validation,
        mesure.source_id,
        mesure.nature,
        indicateur.libelle_fr,
        indicateur.libelle_en,
        contrat.com_id,
        situes.organisme_id,
        situes.nom,
        count(*) over () as nb_examines
    from com_mesure as mesure
    inner join com_indicateur as indicateur
        on mesure.indicateur_id = indicateur.indicateur_id
    inner join com_objectif as objectif
        on indicateur.objectif_id = objectif.objectif_id
    inner join com_axe as axe
        on objectif.axe_id = axe.axe_id
    inner join com_contrat as contrat
        on axe.com_id = contrat.com_id
    inner join situes
        on contrat.organisme_id = situes.organisme_id
),

-- Le dernier exercice que chaque mutuelle devrait avoir rendu ce jour-là.
comptes as (
    select
        exercice.annee,
        count(*) as nb_examines,
        count(*) filter (where not exercice.est_renseigne) as nb_concernes,
        string_agg(distinct exercice.source_id, ' ; ' order by exercice.source_id) as source_id,
        string_agg(distinct exercice.nature, ' ; ' order by exercice.nature) as nature
    from exercice
    inner join situes
        on exercice.organisme_id = situes.organisme_id
    group by exercice.annee
),

etude as (
    select
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) as nature
    from perimetre
),

editions as (
    select
        importation.version as objet_id,
        substr(cast(importation.date as VARCHAR), 1, 10) as date_edition,
        etude.source_id,
        etude.nature
    from importation
    cross join etude
    union all
    select
        fait_id as objet_id,
        periode as date_edition,
        source_id,
        nature
    from fait_publie
    where indicateur = 'date_restitution_etude' and est_retenu
),

attentes as (
    select
        jugee.sorte as sorte_decision,
        jugee.convention_id as objet_id,
        jugee.parties as intitule_fr,
        jugee.parties as intitule_en,
        cast(null as VARCHAR) as detail_decision,
        signataire.organisme_id,
        signataire.nom as organisme_nom,
        cast(null as INTEGER) as annee,
        jugee.echeance as date_repere,
        jugee.jour - jugee.terme as jours_ecart,
        1 as nb_concernes,
        jugee.nb_examines,
        if(jugee.sorte = 'convention_echue', 7, 1) as rang_decision,
        jugee.source_id,
        jugee.nature
    from conventions_jugees as jugee
    left join mutuelles_signataires as signataire
        on jugee.convention_id = signataire.convention_id
    where jugee.sorte is not null
    union all
    select
        'convention_sans_terme' as sorte_decision,
        cast(null as VARCHAR) as objet_id,
        cast(null as VARCHAR) as intitule_fr,
        cast(null as VARCHAR) as intitule_en,
        cast(null as VARCHAR) as detail_decision,
        cast(null as VARCHAR) as organisme_id,
        cast(null as VARCHAR) as organisme_nom,
        cast(null as INTEGER) as annee,
        cast(null as VARCHAR) as date_repere,
        cast(null as BIGINT) as jours_ecart,
        count(*) filter (where terme is null) as nb_concernes,
        count(*) as nb_examines,
        8 as rang_decision,
        string_agg(distinct source_id, ' ; ' order by source_id) filter (where terme is null) as source_id,
        string_agg(distinct nature, ' ; ' order by nature) filter (where terme is null) as nature
    from conventions_gardees
    having count(*) filter (where terme is null) > 0
    union all
    select
        'projet_bloque' as sorte_decision,
        projets.projet_id as objet_id,
        projets.intitule_fr,
        projets.intitule_en,
        projets.etape as detail_decision,
        projets.organisme_id,
        projets.nom as organisme_nom,
        cast(null as INTEGER) as annee,
        projets.date_etape as date_repere,
        jours.jour - projets.depuis as jours_ecart,
        1 as nb_concernes,
        projets.nb_examines,
        3 as rang_decision,
        projets.source_id,
        projets.nature
    from projets
    cross join jours
    where coalesce(projets.depuis < jours.jour - to_months(jours.mois_etape), true)
    union all
    select
        'mesure_contestee' as sorte_decision,
        mesures.indicateur_id as objet_id,
        mesures.libelle_fr as intitule_fr,
        mesures.libelle_en as intitule_en,
        mesures.com_id as detail_decision,
        mesures.organisme_id,
        mesures.nom as organisme_nom,
        mesures.annee,
        cast(mesures.date_mesure as VARCHAR) as date_repere,
        jours.jour - mesures.date_mesure as jours_ecart,
        1 as nb_concernes,
        mesures.nb_examines,
        2 as rang_decision,
        mesures.source_id,
        mesures.nature
    from mesures
    cross join jours
    where mesures.statut_validation = 'conteste'
    union all
    select
        'comptes_en_retard' as sorte_decision,
        cast(null as VARCHAR) as objet_id,
        cast(null as VARCHAR) as intitule_fr,
        cast(null as VARCHAR) as intitule_en,
        cast(null as VARCHAR) as detail_decision,
        cast(null as VARCHAR) as organisme_id,
        cast(null as VARCHAR) as organisme_nom,
        comptes.annee,
        cast(last_day(make_date(comptes.annee, 12, 1) + to_months(jours.mois_comptes)) as VARCHAR)
            as date_repere,
        jours.jour - last_day(make_date(comptes.annee, 12, 1) + to_months(jours.mois_comptes))
            as jours_ecart,
        comptes.nb_concernes,
        comptes.nb_examines,
        4 as rang_decision,
        comptes.source_id,
        comptes.nature
    from comptes
    cross join jours
    where
        last_day(make_date(comptes.annee, 12, 1) + to_months(jours.mois_comptes)) < jours.jour
        and comptes.nb_concernes > 0
    qualify comptes.annee = max(comptes.annee) over ()
    union all
    select
        'edition_en_retard' as sorte_decision,
        editions.objet_id,
        cast(null as VARCHAR) as intitule_fr,
        cast(null as VARCHAR) as intitule_en,
        cast(null as VARCHAR) as detail_decision,
        cast(null as VARCHAR) as organisme_id,
        cast(null as VARCHAR) as organisme_nom,
        cast(null as INTEGER) as annee,
        editions.date_edition as date_repere,
        jours.jour - fin_de(editions.date_edition) as jours_ecart,
        1 as nb_concernes,
        count(*) over () as nb_examines,
        5 as rang_decision,
        editions.source_id,
        editions.nature
    from editions
    cross join jours
    qualify
        row_number() over (order by editions.date_edition desc nulls last, editions.objet_id asc) = 1
        and fin_de(editions.date_edition) + to_months(jours.mois_edition) < jours.jour
    union all
    select
        'anomalie_bloquante' as sorte_decision,
        any_value(anomalie.version) as objet_id,
        cast(null as VARCHAR) as intitule_fr,
        cast(null as VARCHAR) as intitule_en,
        cast(null as VARCHAR) as detail_decision,
        cast(null as VARCHAR) as organisme_id,
        cast(null as VARCHAR) as organisme_nom,
        cast(null as INTEGER) as annee,
        cast(null as VARCHAR) as date_repere,
        cast(null as BIGINT) as jours_ecart,
        count(*) filter (where anomalie.gravite in ('rejet', 'erreur')) as nb_concernes,
        count(*) as nb_examines,
        6 as rang_decision,
        any_value(etude.source_id) as source_id,
        any_value(etude.nature) as nature
    from anomalie
    cross join etude
    having count(*) filter (where anomalie.gravite in ('rejet', 'erreur')) > 0
)

select
    sorte_decision,
    objet_id,
    intitule_fr,
    intitule_en,
    detail_decision,
    organisme_id,
    organisme_nom,
    annee,
    date_repere,
    cast(jours_ecart as INTEGER) as jours_ecart,
    cast(nb_concernes as BIGINT) as nb_concernes,
    cast(nb_examines as BIGINT) as nb_examines,
    cast(rang_decision as INTEGER) as rang_decision,
    source_id,
    nature
from attentes
order by
    rang_decision asc,
    abs(jours_ecart) desc nulls last,
    organisme_nom collate fr asc nulls last,
    objet_id asc nulls last,
    annee asc nulls last
