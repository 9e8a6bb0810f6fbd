-- Question : Que compte-t-on par territoire, sous les filtres ?
-- Grain    : macros ; « niveau » vaut district ou region, les autres paramètres sont les filtres
create macro centres_retenus(NIVEAU, TYPES, ETABLISSEMENTS, RELATIONS, STATUTS) as table (
    select
        centre_situe.*,
        case when niveau = 'district' then district_code else region_code end as territoire_code
    from centre_situe
    where
        retient(types, type_organisme)
        and retient(etablissements, type_etablissement)
        and retient(relations, relation)
        and retient(statuts, statut_operationnel)
);

create macro comptes_centres(NIVEAU, TYPES, ETABLISSEMENTS, RELATIONS, STATUTS) as table (
    select
        territoire_code,
        count(*) as nb_centres,
        count(*) filter (where est_ouvert) as nb_centres_ouverts,
        count(*) filter (
            where est_ouvert and relation in ('proprietaire', 'gestionnaire', 'reference')
        ) as nb_centres_mutualistes,
        count(*) filter (
            where est_ouvert and relation = 'communautaire'
        ) as nb_centres_communautaires,
        count(*) filter (where statut_operationnel in ('annonce', 'projet')) as nb_centres_annonces,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id
    from centres_retenus(niveau, types, etablissements, relations, statuts)
    group by territoire_code
);

create macro montants_centres(NIVEAU, TYPES, ETABLISSEMENTS, RELATIONS, STATUTS) as table (
    select
        centre.territoire_code,
        sum(fait.valeur) as investissements_fcfa,
        string_agg(distinct fait.source_id, ' ; ' order by fait.source_id) as source_id
    from centres_retenus(niveau, types, etablissements, relations, statuts) as centre
    inner join fait_publie as fait
        on
            centre.centre_id = fait.entite_id
            and fait.entite = 'centre'
            and fait.est_retenu
            and fait.indicateur in ('cout_construction_fcfa', 'cout_rehabilitation_fcfa')
    group by centre.territoire_code
);

create macro comptes_sieges(NIVEAU, TYPES) as table (
    select
        case when niveau = 'district' then district_code else region_code end as territoire_code,
        count(*) as nb_sieges,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id
    from mutuelle_situee
    where (siege_commune is not null or latitude is not null) and retient(types, type_organisme)
    group by all
);

create macro territoires_recenses(NIVEAU) as table (
    select
        case when niveau = 'district' then region.district_code else region.region_code end
            as territoire_code,
        bool_and(coalesce(perimetre.est_enquete, false)) as est_enquete
    from region
    left join perimetre
        on region.region_code = perimetre.region_code
    group by all
);
