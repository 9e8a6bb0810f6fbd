-- Question : Une valeur tient-elle dans l'expression d'un seuil ?
-- Grain    : macros ; NULL quand la valeur est inconnue ou que l'expression ne se lit pas
-- Une comparaison (>=0.80, <=5, >0, <2, =1) ou une plage fermée (0.50..0.80).
create macro tient_comparaison(valeur, expression) as
case
    when contains(expression, '..')
        then
            valeur between try_cast(split_part(expression, '..', 1) as DOUBLE)
            and try_cast(split_part(expression, '..', 2) as DOUBLE)
    when starts_with(expression, '>=') then valeur >= try_cast(substr(expression, 3) as DOUBLE)
    when starts_with(expression, '<=') then valeur <= try_cast(substr(expression, 3) as DOUBLE)
    when starts_with(expression, '>') then valeur > try_cast(substr(expression, 2) as DOUBLE)
    when starts_with(expression, '<') then valeur < try_cast(substr(expression, 2) as DOUBLE)
    when starts_with(expression, '=') then valeur = try_cast(substr(expression, 2) as DOUBLE)
end;

-- Plusieurs plages se séparent par « | » ; une seule suffit.
create macro tient_seuil(valeur, expression) as
list_bool_or(
    list_transform(
        string_split(expression, '|'),
        lambda partie: tient_comparaison(valeur, replace(partie, ' ', ''))
    )
);

-- Ce que vaut une valeur au regard de ses seuils ; le vert est lu le premier.
create macro appreciation(valeur, vert, orange) as
case
    when valeur is null then null
    when vert is null and orange is null then 'sans_seuil'
    when tient_seuil(valeur, vert) then 'vert'
    when tient_seuil(valeur, orange) then 'orange'
    else 'rouge'
end;
