-- Ce qu'un lecteur n'a pas le droit de voir des autres. Ces macros sont posées à l'ouverture d'une base,
-- à côté d'elle, et ne servent qu'aux questions dont l'en-tête dit « Restricted » ou « Behind ».

-- Un indicateur qui montre les comptes ou la conformité d'un organisme nommé.
create macro est_compte(indicateur) as
coalesce(
    indicateur in ('part_centres_autorises', 'autofinancement_centre')
    or indicateur in (
        select indicateur_id
        from store.indicateur
        where
            domaine in (
                'finance_prudentiel',
                'prestations_usage',
                'gouvernance_conformite',
                'financement_sha',
                'com_performance',
                'ops_cipres'
            )
    ),
    false
);

-- L'identifiant d'un organisme, d'un centre, d'un projet ou d'un COM qui n'est pas au lecteur. Un code
-- de territoire, un groupe ou une valeur inconnue n'est à personne.
create macro est_a_autrui(identifiant, lecteur) as
coalesce(
    identifiant in (
        select organisme_id
        from store.organisme
        where organisme_id <> lecteur
        union all
        select centre_id
        from store.centre
        where organisme_id is distinct from lecteur
        union all
        select projet_id
        from store.projet
        where organisme_id is distinct from lecteur
        union all
        select com_id
        from store.com_contrat
        where organisme_id is distinct from lecteur
    ),
    false
);

-- L'identifiant de l'organisme du lecteur, ou de l'un de ses centres, projets ou COM.
create macro est_au_lecteur(identifiant, lecteur) as
lecteur <> '' and identifiant is not null
and (
    identifiant = lecteur
    or identifiant in (
        select centre_id
        from store.centre
        where organisme_id = lecteur
        union all
        select projet_id
        from store.projet
        where organisme_id = lecteur
        union all
        select com_id
        from store.com_contrat
        where organisme_id = lecteur
    )
);
