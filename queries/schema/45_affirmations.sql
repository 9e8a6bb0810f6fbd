-- Question : Que donne le calcul de chaque affirmation publique, et le verdict écrit s'y tient-il ?
-- Grain    : une ligne par terme du calcul (affirmation_terme), par affirmation (affirmation_verifiee)
-- Un calcul s'écrit « fait_a + fait_b - fait_c » : chaque terme est un fait publié ou un nombre.
create view affirmation_terme as
with

ecrits as (
    select
        affirmation_id,
        'numerateur' as role,
        calcul_numerateur as calcul
    from affirmation
    union all
    select
        affirmation_id,
        'denominateur' as role,
        calcul_denominateur as calcul
    from affirmation
),

signes as (
    select
        affirmation_id,
        role,
        unnest(string_split(replace(trim(calcul), ' - ', ' + -'), ' + ')) as ecrit,
        generate_subscripts(string_split(replace(trim(calcul), ' - ', ' + -'), ' + '), 1) as rang
    from ecrits
    where calcul is not null
),

termes as (
    select
        affirmation_id,
        role,
        rang,
        case when starts_with(trim(ecrit), '-') then -1 else 1 end as signe,
        ltrim(trim(ecrit), '-') as terme
    from signes
)

select
    termes.affirmation_id,
    termes.role,
    termes.rang,
    termes.signe,
    termes.terme,
    fait_publie.fait_id is not null or try_cast(termes.terme as DOUBLE) is not null as est_connu,
    case
        when fait_publie.fait_id is not null then fait_publie.valeur
        else try_cast(termes.terme as DOUBLE)
    end as valeur,
    fait_publie.fait_id,
    fait_publie.source_id
from termes
left join fait_publie
    on termes.terme = fait_publie.fait_id;

comment on view affirmation_terme is
'Une ligne par terme du calcul d''une affirmation : un fait publié ou un nombre, avec son signe';

-- « plus de » et « moins de » tiennent à une borne, le reste à un écart. Sans tous les termes : invérifiable.
create macro verdict_de(recalculee, enoncee, qualificatif, tolerance) as
case
    when recalculee is null or enoncee is null then 'inverifiable'
    when
        case qualificatif
            when 'plus_de' then recalculee >= enoncee - coalesce(tolerance, 0)
            when 'moins_de' then recalculee <= enoncee + coalesce(tolerance, 0)
            else abs(recalculee - enoncee) <= coalesce(tolerance, 0) + 1e-9 * abs(enoncee)
        end
        then 'conforme'
    else 'differe'
end;

create view affirmation_verifiee as
with

sommes as (
    select
        affirmation_id,
        case
            when bool_and(valeur is not null) filter (where role = 'numerateur')
                then sum(signe * valeur) filter (where role = 'numerateur')
        end as numerateur,
        case
            when bool_and(valeur is not null) filter (where role = 'denominateur')
                then sum(signe * valeur) filter (where role = 'denominateur')
        end as denominateur
    from affirmation_terme
    group by affirmation_id
),

recalculs as (
    select
        affirmation.affirmation_id,
        sommes.numerateur,
        sommes.denominateur,
        affirmation.qualificatif,
        affirmation.tolerance,
        affirmation.verdict,
        affirmation.ligne,
        try_cast(affirmation.valeur_enoncee as DOUBLE) as valeur_nombre,
        case
            when affirmation.calcul_denominateur is null then sommes.numerateur
            else sommes.numerateur / nullif(sommes.denominateur, 0)
        end as valeur_recalculee
    from affirmation
    left join sommes
        on affirmation.affirmation_id = sommes.affirmation_id
)

select
    affirmation_id,
    numerateur,
    denominateur,
    valeur_nombre,
    valeur_recalculee,
    valeur_recalculee - valeur_nombre as ecart_enonce,
    verdict,
    verdict_de(valeur_recalculee, valeur_nombre, qualificatif, tolerance) as verdict_calcule,
    ligne
from recalculs;

comment on view affirmation_verifiee is
'Une ligne par affirmation publique : la valeur que le calcul retrouve, son écart, le verdict qu''elle donne';
