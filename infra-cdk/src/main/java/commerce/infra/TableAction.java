package commerce.infra;

/** What a function may do with the items of its table. A transaction needs exactly the actions of its parts. */
enum TableAction {

    GET("GetItem"),
    BATCH_GET("BatchGetItem"),
    QUERY("Query"),
    PUT("PutItem"),
    UPDATE("UpdateItem"),
    DELETE("DeleteItem"),
    /** Only ever a part of a transaction. */
    CHECK("ConditionCheckItem");

    private final String action;

    TableAction(String action) {
        this.action = "dynamodb:" + action;
    }

    String action() {
        return action;
    }
}
