-- Question : Que vaut un indicateur pour un groupe d'entités, dont certaines n'ont pas répondu ?
-- Grain    : macros ; une valeur par groupe
-- Une somme ou un ratio ne se fait que des entités dont le numérateur et le dénominateur sont connus.
create macro est_mesuree(agregation, numerateur, denominateur) as
numerateur is not null and (denominateur is not null or agregation <> 'ratio');

create macro valeur_d_entite(agregation, numerateur, denominateur) as
case
    when denominateur is null and agregation <> 'ratio' then numerateur
    else numerateur / nullif(denominateur, 0)
end;

-- « agregation » est la même pour tout le groupe.
create macro valeur_de_groupe(agregation, numerateur, denominateur) as
case
    when any_value(agregation) = 'mediane'
        then median(valeur_d_entite(agregation, numerateur, denominateur))
    when
        any_value(agregation) = 'ratio'
        or count(denominateur) filter (where est_mesuree(agregation, numerateur, denominateur)) > 0
        then
            sum(numerateur) filter (where est_mesuree(agregation, numerateur, denominateur))
            / nullif(
                sum(denominateur) filter (where est_mesuree(agregation, numerateur, denominateur)), 0
            )
    else sum(numerateur) filter (where est_mesuree(agregation, numerateur, denominateur))
end;
