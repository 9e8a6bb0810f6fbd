-- Question : À quelle distance à vol d'oiseau deux points sont-ils l'un de l'autre ?
-- Grain    : macro ; en kilomètres sur la sphère terrestre, NULL si un point est inconnu
create macro km_vol_oiseau(latitude_a, longitude_a, latitude_b, longitude_b) as
2 * 6371.0088 * asin(sqrt(
    pow(sin(radians(latitude_b - latitude_a) / 2), 2)
    + cos(radians(latitude_a)) * cos(radians(latitude_b))
    * pow(sin(radians(longitude_b - longitude_a) / 2), 2)
));

-- Un point au milieu d'une région ou d'une ville sans quartier ne dit pas qui est proche de qui.
create macro est_place_assez(precision_point) as
coalesce(precision_point in ('gps', 'quartier', 'commune'), false);
