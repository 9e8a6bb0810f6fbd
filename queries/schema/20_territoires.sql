-- Question : Quels sont les territoires d'un niveau, et combien de personnes y vivent ?
-- Grain    : une ligne par niveau et territoire
create view territoire as
select
    'district' as niveau,
    district.district_code as territoire_code,
    district.nom,
    cast(null as VARCHAR) as region_code,
    district.district_code
from district
union all
select
    'region' as niveau,
    region.region_code as territoire_code,
    region.nom,
    region.region_code,
    region.district_code
from region;

comment on view territoire is 'Une ligne par niveau (district, region) et territoire';

create view population_territoire as
select
    niveau,
    territoire_code,
    annee,
    first(personnes order by rang) as personnes,
    first(base order by rang) as base,
    first(source_id order by rang) as source_id
from (
    select
        territoire.niveau,
        territoire.territoire_code,
        population.annee,
        population.personnes,
        population.base,
        population.source_id,
        case when population.territoire_type = territoire.niveau then 0 else 10 end
        + case population.base when 'recensement' then 0 when 'calcul' then 1 else 2 end as rang
    from territoire
    inner join population
        on
            (
                territoire.niveau = population.territoire_type
                and territoire.territoire_code = population.territoire_code
            )
            or (
                -- Un district autonome est aussi la seule région de son territoire.
                territoire.niveau = 'region'
                and population.territoire_type = 'district'
                and territoire.territoire_code = population.territoire_code
                and territoire.territoire_code = territoire.district_code
            )
) as candidats
group by niveau, territoire_code, annee;

comment on view population_territoire is
'Une ligne par niveau, territoire et année : personnes, base du chiffre, source';

-- Un filtre laissé à NULL garde tout ; une liste vide ne garde rien.
create macro retient(choix, valeur) as
choix is null or list_contains(choix, valeur);

create macro retient_un(choix, valeur) as
choix is null or choix = valeur;
