package commerce.local.stage.awsapi;

import static commerce.local.stage.awsapi.Clients.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import commerce.local.stage.LocalStage;
import commerce.local.stage.harness.TestStage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidAttributeNameException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** SQS by AWS's SDK. Errors: SQS API Reference. */
@QuarkusTest
class SqsContractTest {

    @Inject
    TestStage under;
    private final String name = "contract-" + UUID.randomUUID();
    private LocalStage stage;
    private SqsClient sqs;
    private String queue;

    @BeforeEach
    void connect() {
        stage = under.stage();
        sqs = Clients.of(SqsClient.builder(), stage);
        queue = sqs.createQueue(call -> call.queueName(name)).queueUrl();
    }

    @AfterEach
    void close() {
        sqs.deleteQueue(call -> call.queueUrl(queue));
        sqs.close();
    }

    private List<Message> receive() {
        return sqs.receiveMessage(call -> call.queueUrl(queue).maxNumberOfMessages(10).waitTimeSeconds(2)
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL).messageAttributeNames("All")).messages();
    }

    @Test
    void queueUrlsLeadToTheStageAndCarryAccountAndName() {
        assertEquals(stage.awsEndpoint() + "/" + stage.model().account() + "/" + name, queue);
        assertEquals(queue, sqs.getQueueUrl(call -> call.queueName(name)).queueUrl());
        assertEquals(List.of(queue), sqs.listQueues(call -> call.queueNamePrefix(name)).queueUrls());
    }

    @Test
    void everyQueueOfTheTemplateIsThereWithItsAttributes() {
        var all = sqs.listQueuesPaginator().queueUrls().stream().map(url -> url.substring(url.lastIndexOf('/') + 1)).collect(Collectors.toSet());
        assertTrue(all.containsAll(stage.model().queues().keySet()), all.toString());
        var redriving = stage.model().queues().values().stream().filter(each -> each.deadLetters().isPresent()).findFirst().orElseThrow();
        var url = sqs.getQueueUrl(call -> call.queueName(redriving.name())).queueUrl();
        var attributes = sqs.getQueueAttributes(call -> call.queueUrl(url).attributeNames(QueueAttributeName.ALL)).attributes();
        assertEquals(redriving.arn(), attributes.get(QueueAttributeName.QUEUE_ARN));
        assertEquals(String.valueOf(redriving.visibilityTimeout().toSeconds()), attributes.get(QueueAttributeName.VISIBILITY_TIMEOUT));
        assertTrue(attributes.get(QueueAttributeName.REDRIVE_POLICY).contains(redriving.deadLetters().get().queue()));
        assertTrue(attributes.containsKey(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }

    @Test
    void aMessageIsReceivedWithItsAttributesAndGoneOnceDeleted() {
        var sent = sqs.sendMessage(call -> call.queueUrl(queue).messageBody("{\"tea\":\"茶\"}")
                .messageAttributes(Map.of("kind", MessageAttributeValue.builder().dataType("String").stringValue("green").build())));

        var message = receive().getFirst();
        assertEquals("{\"tea\":\"茶\"}", message.body());
        assertEquals(sent.messageId(), message.messageId());
        assertEquals(sent.md5OfMessageBody(), message.md5OfBody());
        assertEquals("green", message.messageAttributes().get("kind").stringValue());
        assertEquals("1", message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
        assertTrue(message.attributes().containsKey(MessageSystemAttributeName.SENT_TIMESTAMP));

        sqs.changeMessageVisibility(call -> call.queueUrl(queue).receiptHandle(message.receiptHandle()).visibilityTimeout(0));
        var again = receive().getFirst();
        assertEquals("2", again.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
        sqs.deleteMessage(call -> call.queueUrl(queue).receiptHandle(again.receiptHandle()));
        assertEquals(0, stage.queueSize(name));
    }

    @Test
    void aBatchIsSentWholeAndAnsweredEntryByEntry() {
        var answer = sqs.sendMessageBatch(call -> call.queueUrl(queue).entries(entries(10)));
        assertEquals(10, answer.successful().size());
        assertFalse(answer.hasFailed());
        assertEquals(10, stage.queueSize(name));
    }

    @Test
    void aBatchThatIsEmptyTooLongOrAmbiguousIsRefusedAsAWhole() {
        refused(EmptyBatchRequestException.class, 400, "AWS.SimpleQueueService.EmptyBatchRequest", "", () -> sqs.sendMessageBatch(call -> call.queueUrl(queue).entries(List.of())));
        refused(TooManyEntriesInBatchRequestException.class, 400, "AWS.SimpleQueueService.TooManyEntriesInBatchRequest", "",
                () -> sqs.sendMessageBatch(call -> call.queueUrl(queue).entries(entries(11))));
        refused(BatchEntryIdsNotDistinctException.class, 400, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "",
                () -> sqs.sendMessageBatch(call -> call.queueUrl(queue).entries(entries(1).getFirst(), entries(1).getFirst())));
        assertEquals(0, stage.queueSize(name));
    }

    @Test
    void aBatchIsRefusedForOneIdThatIsNoneAndForItsLengthAsAWhole() {
        refused(InvalidBatchEntryIdException.class, 400, "AWS.SimpleQueueService.InvalidBatchEntryId", "A batch entry id can only contain",
                () -> sqs.sendMessageBatch(call -> call.queueUrl(queue).entries(entry("a b", "x"))));
        refused(BatchRequestTooLongException.class, 400, "AWS.SimpleQueueService.BatchRequestTooLong", "Batch requests cannot be longer than 1048576 bytes.",
                () -> sqs.sendMessageBatch(call -> call.queueUrl(queue).entries(entry("a", "x".repeat(600_000)), entry("b", "x".repeat(600_000)))));
    }

    /** Quotas: 1 MiB a message, the characters of XML, a delay of 15 minutes, a wait of 20 seconds, ten messages a call. */
    @Test
    void parametersOutOfRangeAreRefusedAndSayTheRange() {
        sqs.sendMessage(call -> call.queueUrl(queue).messageBody("a".repeat(1024 * 1024)));
        assertEquals(1, stage.queueSize(name));
        refused(SqsException.class, 400, "InvalidParameterValue", "Message must be shorter than 1048576 bytes.",
                () -> sqs.sendMessage(call -> call.queueUrl(queue).messageBody("a".repeat(1024 * 1024 + 1))));
        refused(InvalidMessageContentsException.class, 400, "InvalidMessageContents", "Invalid binary character '#x1'", () -> sqs.sendMessage(call -> call.queueUrl(queue).messageBody("\u0001")));
        refused(SqsException.class, 400, "InvalidParameterValue", "Value 901 for parameter DelaySeconds is invalid.", () -> sqs.sendMessage(call -> call.queueUrl(queue).messageBody("a").delaySeconds(901)));
        refused(SqsException.class, 400, "InvalidParameterValue", "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10",
                () -> sqs.receiveMessage(call -> call.queueUrl(queue).maxNumberOfMessages(11)));
        refused(SqsException.class, 400, "InvalidParameterValue", "Value 21 for parameter WaitTimeSeconds is invalid.", () -> sqs.receiveMessage(call -> call.queueUrl(queue).waitTimeSeconds(21)));
        refused(SqsException.class, 400, "MissingParameter", "The request must contain the parameter MessageBody.", () -> sqs.sendMessage(call -> call.queueUrl(queue).messageBody("")));
        refused(SqsException.class, 400, "MissingParameter", "The request must contain the parameter QueueUrl.", () -> sqs.sendMessage(call -> call.messageBody("x")));
        refused(InvalidAttributeNameException.class, 400, "InvalidAttributeName", "Unknown Attribute Nope.", () -> sqs.getQueueAttributes(call -> call.queueUrl(queue).attributeNamesWithStrings("Nope")));
    }

    /** What the runbook asks operators to do: redrive a dead-letter queue to its source. */
    @Test
    void messagesAreMovedFromADeadLetterQueueBackToItsSource() {
        var arn = sqs.getQueueAttributes(call -> call.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        var source = sqs.createQueue(call -> call.queueName(name + "-source").attributes(Map.of(QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":1}"))).queueUrl();
        sqs.sendMessage(call -> call.queueUrl(queue).messageBody("dead"));

        sqs.startMessageMoveTask(call -> call.sourceArn(arn));

        assertEquals("dead", sqs.receiveMessage(call -> call.queueUrl(source).waitTimeSeconds(20)).messages().getFirst().body());
        refused(ResourceNotFoundException.class, 400, "ResourceNotFoundException", "SourceArn", () -> sqs.startMessageMoveTask(call -> call.sourceArn(arn + "-missing")));
        refused(SqsException.class, 400, "InvalidParameterValue", "Source queue must be configured as a Dead Letter Queue.", () -> sqs.startMessageMoveTask(call -> call.sourceArn(arn + "-source")));
        sqs.deleteQueue(call -> call.queueUrl(source));
    }

    @Test
    void aQueueThatIsNotThereIsNotFoundByAnyCall() {
        var missing = queue + "-missing";
        for (Runnable call : List.<Runnable>of(
                () -> sqs.getQueueUrl(of -> of.queueName(name + "-missing")),
                () -> sqs.sendMessage(send -> send.queueUrl(missing).messageBody("x")),
                () -> sqs.receiveMessage(receive -> receive.queueUrl(missing)),
                () -> sqs.getQueueAttributes(of -> of.queueUrl(missing)),
                () -> sqs.purgeQueue(purge -> purge.queueUrl(missing)))) {
            refused(QueueDoesNotExistException.class, 400, "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist", call);
        }
    }

    @Test
    void aReceiptHandleThatIsNoneIsRefused() {
        refused(ReceiptHandleIsInvalidException.class, 400, "ReceiptHandleIsInvalid", "", () -> sqs.deleteMessage(call -> call.queueUrl(queue).receiptHandle("none")));
    }

    @Test
    void aMessageToAConsumedQueueIsConsumedWithoutAnybodyWaiting() {
        var mapping = stage.model().queueMappings().getFirst();
        var url = sqs.getQueueUrl(call -> call.queueName(mapping.queue())).queueUrl();
        var before = stage.metrics().snapshot().deliveries();

        sqs.sendMessage(call -> call.queueUrl(url).messageBody("{\"detail-type\":\"nobody-asked-for-this\"}"));

        Clients.quiet(stage);
        assertTrue(stage.metrics().snapshot().deliveries() > before, "the consumer was told");
        sqs.purgeQueue(call -> call.queueUrl(url));
    }

    private static List<SendMessageBatchRequestEntry> entries(int count) {
        return IntStream.range(0, count).mapToObj(number -> entry("e" + number, "m" + number)).toList();
    }

    private static SendMessageBatchRequestEntry entry(String id, String body) {
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(body).build();
    }
}
