-- Question : À quelle distance chaque lieu habité est-il du centre le plus proche ?
-- Grain    : une ligne par lieu habité et par ensemble de centres
-- Remplie à la construction par cartomut/nearness.py, à vol d'oiseau ; sans ligne quand l'ensemble n'a
-- aucun centre ouvert et situé, ou quand le lieu n'a pas de position.
create table localite_proche (
    localite_id VARCHAR not null,
    ensemble VARCHAR not null,
    centre_id VARCHAR not null,
    km DOUBLE not null
);

comment on table localite_proche is
'Une ligne par lieu habité et ensemble de centres : le plus proche qui soit ouvert, à vol d''oiseau';

-- Ce qu'une ligne droite vaut sur la route : une convention du projet, aucune route n'a été mesurée.
create macro facteur_route() as 1.3;

-- Combien de personnes, par région, ont un établissement d'un ensemble à tant de km de route ou moins ?
-- Inconnu quand l'ensemble n'a aucune ligne : la liste qui le dit n'a pas été apportée.
create macro personnes_proches(ensemble_cherche, km_de_route) as table (
    select
        lieu.region_code as entite_id,
        null::INTEGER as annee,
        case
            when count(proche.km) > 0
                then
                    sum(
                        case when proche.km * facteur_route() <= km_de_route then lieu.population else 0 end
                    )
        end::DOUBLE as numerateur,
        sum(lieu.population)::DOUBLE as denominateur,
        false as est_masque,
        concat_ws(
            ' ; ',
            string_agg(distinct lieu.source_id, ' ; ' order by lieu.source_id),
            string_agg(distinct lieu.source_population_id, ' ; ' order by lieu.source_population_id)
        ) as source_id,
        null::VARCHAR as nature
    from population_localite as lieu
    left join localite_proche as proche
        on lieu.localite_id = proche.localite_id and proche.ensemble = ensemble_cherche
    where lieu.region_code is not null
    group by lieu.region_code
);
