-- Question : Quels effectifs de malades peut-on montrer sans désigner personne ?
-- Grain    : macro, et une ligne par ligne de centre_activite ou de prestation_pathologie
-- De un à quatre malades, le nombre est masqué. Les totaux ne se font que de ce qui est montré : aucune
-- soustraction de totaux, sous aucun filtre, ne rend une valeur masquée.
create macro est_petit(effectif) as
coalesce(effectif between 1 and 4, false);

create macro diffusable(effectif) as
case when not est_petit(effectif) then effectif end;

create view centre_activite_diffusable as
select
    centre_id,
    annee,
    nb_consultations,
    nb_accouchements,
    diffusable(nb_depistages_vih) as nb_depistages_vih,
    diffusable(nb_vih_positifs) as nb_vih_positifs,
    diffusable(nb_sous_arv) as nb_sous_arv,
    diffusable(nb_tb_traites) as nb_tb_traites,
    diffusable(nb_palu_testes) as nb_palu_testes,
    diffusable(nb_palu_confirmes) as nb_palu_confirmes,
    diffusable(nb_palu_traites) as nb_palu_traites,
    recettes_fcfa,
    charges_fcfa,
    list_filter(
        [
            case when est_petit(nb_depistages_vih) then 'nb_depistages_vih' end,
            case when est_petit(nb_vih_positifs) then 'nb_vih_positifs' end,
            case when est_petit(nb_sous_arv) then 'nb_sous_arv' end,
            case when est_petit(nb_tb_traites) then 'nb_tb_traites' end,
            case when est_petit(nb_palu_testes) then 'nb_palu_testes' end,
            case when est_petit(nb_palu_confirmes) then 'nb_palu_confirmes' end,
            case when est_petit(nb_palu_traites) then 'nb_palu_traites' end
        ],
        lambda colonne: colonne is not null
    ) as masques,
    source_id,
    nature
from centre_activite;

comment on view centre_activite_diffusable is
'Une ligne par centre et par année ; les effectifs de malades de 1 à 4 sont masqués (masques les nomme)';

-- Le montant suit le nombre de cas : divisé par le coût habituel, il le rendrait. Les autres maladies sont
-- masquées avec une maladie masquée, car le total des prestations moins le reste la rendrait aussi.
create view prestation_pathologie_diffusable as
with

marquees as (
    select
        organisme_id,
        annee,
        pathologie,
        nb_cas,
        montant_fcfa,
        source_id,
        nature,
        pathologie <> 'autre' and est_petit(nb_cas) as est_petite,
        bool_or(pathologie <> 'autre' and est_petit(nb_cas))
            over (partition by organisme_id, annee) as a_une_petite
    from prestation_pathologie
)

select
    organisme_id,
    annee,
    pathologie,
    source_id,
    nature,
    est_petite or (pathologie = 'autre' and a_une_petite) as est_masque,
    case when not est_masque then nb_cas end as nb_cas,
    case when not est_masque then montant_fcfa end as montant_fcfa
from marquees;

comment on view prestation_pathologie_diffusable is
'Une ligne par organisme, année et maladie ; 1 à 4 cas et ce qui les rendrait sont masqués';
