-- Question : Une ligne a-t-elle le nom cherché, et ses nombres tiennent-ils dans les bornes choisies ?
-- Grain    : macros ; une borne ou un texte laissé à NULL garde tout
-- Les mots d'un texte, sans accents ni ponctuation ; leur ordre ne compte pas.
create macro mots_simples(texte) as
list_filter(
    list_transform(regexp_split_to_array(texte, '[^\pL\pN]+'), lambda mot: nom_simple(mot)),
    lambda mot: mot <> ''
);

-- « nom_compare » est déjà passé par nom_simple. Un texte sans lettre ni chiffre ne trouve rien.
create macro porte_les_mots(nom_compare, texte) as
texte is null
or coalesce(
    list_bool_and(list_transform(mots_simples(texte), lambda mot: contains(nom_compare, mot))), false
);

-- Des bornes d'une liste de nombres, celles du rang de cette valeur. NULL quand la valeur est inconnue et
-- qu'une borne est posée : la condition n'est ni remplie, ni manquée.
create macro remplit(minima, maxima, rang, valeur) as
(list_extract(minima, rang) is null or valeur >= list_extract(minima, rang))
and (list_extract(maxima, rang) is null or valeur <= list_extract(maxima, rang));
