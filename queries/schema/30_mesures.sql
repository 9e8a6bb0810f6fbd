-- Question : Que compte-t-on par territoire, sous les filtres ?
-- Grain    : macros ; « niveau » vaut district ou region, les autres paramètres sont les filtres
-- Quels centres une mesure compte-t-elle ?
create macro compte_pour(mesure, relation, statut) as
case mesure
    when 'nb_centres' then true
    when 'nb_centres_annonces' then statut in ('annonce', 'projet')
    when 'nb_centres_mutualistes'
        then statut = 'ouvert' and relation in ('proprietaire', 'gestionnaire', 'reference')
    when 'nb_centres_communautaires' then statut = 'ouvert' and relation = 'communautaire'
    else statut = 'ouvert'
end;

create macro centres_retenus(niveau, commune_gardee, types, etablissements, relations, statuts) as table (
    select
        centre_situe.*,
        case when niveau = 'district' then district_code else region_code end as territoire_code
    from centre_situe
    where
        retient_un(commune_gardee, coalesce(centre_situe.commune, centre_situe.ville))
        and retient(types, type_organisme)
        and retient(etablissements, type_etablissement)
        and retient(relations, relation)
        and retient(statuts, statut_operationnel)
);

create macro comptes_centres(
    mesure, niveau, commune_gardee, types, etablissements, relations, statuts
) as table (
    select
        territoire_code,
        count(*) as compte,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id
    from centres_retenus(niveau, commune_gardee, types, etablissements, relations, statuts)
    where compte_pour(mesure, relation, statut_operationnel)
    group by territoire_code
);

create macro montants_centres(
    niveau, commune_gardee, types, etablissements, relations, statuts
) as table (
    select
        centre.territoire_code,
        sum(fait.valeur) as compte,
        string_agg(distinct fait.source_id, ' ; ' order by fait.source_id) as source_id
    from centres_retenus(niveau, commune_gardee, types, etablissements, relations, statuts) as centre
    inner join fait_publie as fait
        on
            centre.centre_id = fait.entite_id
            and fait.entite = 'centre'
            and fait.est_retenu
            and fait.indicateur in ('cout_construction_fcfa', 'cout_rehabilitation_fcfa')
    group by centre.territoire_code
);

create macro comptes_sieges(niveau, commune_gardee, types) as table (
    select
        case when niveau = 'district' then district_code else region_code end as territoire_code,
        count(*) as compte,
        string_agg(distinct source_id, ' ; ' order by source_id) as source_id
    from mutuelle_situee
    where
        (siege_commune is not null or latitude is not null)
        and retient_un(commune_gardee, siege_commune)
        and retient(types, type_organisme)
    group by all
);

-- Un territoire est recensé quand l'enquête a couvert toutes ses régions.
create macro territoires_recenses(niveau) as table (
    select
        case when niveau = 'district' then region.district_code else region.region_code end
            as territoire_code,
        bool_and(coalesce(perimetre.est_enquete, false)) as est_enquete,
        string_agg(distinct perimetre.source_id, ' ; ' order by perimetre.source_id) as source_id
    from region
    left join perimetre
        on region.region_code = perimetre.region_code
    group by all
);

-- Ce que compte une mesure, par territoire ; rien pour les mesures de population.
create macro comptes_mesure(
    mesure, niveau, commune_gardee, types, etablissements, relations, statuts
) as table (
    select
        territoire_code,
        compte,
        source_id
    from comptes_sieges(niveau, commune_gardee, types)
    where mesure = 'nb_sieges'
    union all
    select
        territoire_code,
        compte,
        source_id
    from montants_centres(niveau, commune_gardee, types, etablissements, relations, statuts)
    where mesure = 'investissements_fcfa'
    union all
    select
        territoire_code,
        compte,
        source_id
    from comptes_centres(mesure, niveau, commune_gardee, types, etablissements, relations, statuts)
    where starts_with(mesure, 'nb_centres') or mesure = 'densite_centres'
);
