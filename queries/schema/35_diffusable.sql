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

create view prestation_pathologie_diffusable as
select
    organisme_id,
    annee,
    pathologie,
    montant_fcfa,
    source_id,
    nature,
    case when pathologie = 'autre' then nb_cas else diffusable(nb_cas) end as nb_cas,
    pathologie <> 'autre' and est_petit(nb_cas) as est_masque
from prestation_pathologie;

comment on view prestation_pathologie_diffusable is
'Une ligne par organisme, année et maladie ; les cas de 1 à 4 sont masqués (est_masque le dit)';
