/**
 * The Step Functions definitions, as text and as facts about them that the infrastructure and the tests need: which functions a
 * workflow invokes, and which errors it names. The definitions themselves are {@code src/main/resources/*.asl.json}.
 */
package commerce.workflows;
