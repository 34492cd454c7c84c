package commerce.local.dynamodb;

/** What DynamoDB Local's objects hold, by the fields' names in the version of the parent pom. */
final class Fields {

    private Fields() {}

    /** @throws NoSuchFieldException if neither its class nor one above has a field of that name */
    static Object of(Object owner, String name) throws ReflectiveOperationException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (var field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(owner);
                }
            }
        }
        throw new NoSuchFieldException(owner.getClass().getName() + " has no field " + name);
    }
}
