package commerce.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import commerce.local.asl.TaskCallback;
import commerce.local.asl.TaskRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One business date of one tenant, and the clearing's functions as small models of what the real ones promise: each write conditional, each
 * step repeatable, little at a time, so that the workflow's loops are gone through. It plays any plan of faults and shows what is left.
 */
final class ClearingDay {

    private static final Workflow CLEARING = Workflows.clearing();
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LATER_THAN_ANY_TASK = Duration.ofMinutes(3);
    private static final int MERCHANTS_PER_PAGE = 2;

    /** A merchant's settlement. */
    static final class Settlement {
        final List<Integer> lines = new ArrayList<>();
        String status = "OPEN";
        boolean paid;
        boolean stated;
    }

    /** Merchant to the lines nobody has claimed. */
    final Map<String, List<Integer>> unclaimed = new TreeMap<>();
    final Map<String, Settlement> settlements = new TreeMap<>();
    final Map<String, Integer> transfers = new TreeMap<>();
    /** Pages come by reference: names to merchants. */
    private final Map<String, List<String>> pages = new HashMap<>();
    private final Map<String, Integer> invocations = new HashMap<>();
    private final Faults faults;
    private final String error;
    /** How much each invocation does: lines, merchants. */
    private final int bite;
    private Simulation simulation;
    /** A merchant whose page can never be sealed. */
    String broken = "";
    String status = "RUNNING";
    int largestPayload;

    ClearingDay(int merchants, int linesOfEach, int bite, Faults faults, String error) {
        this.bite = bite;
        this.faults = faults;
        this.error = error;
        for (int merchant = 0; merchant < merchants; merchant++) {
            var lines = new ArrayList<Integer>();
            for (int line = 0; line < linesOfEach; line++) {
                lines.add(merchant * 1_000 + line);
            }
            unclaimed.put("m%05d".formatted(merchant), lines);
        }
    }

    /** Runs one execution to its end. @return how it ended */
    Simulation run(int number) {
        simulation = new Simulation(CLEARING, this::invoked, number);
        simulation.start("2026-11-20-" + number, "{\"tenant\":\"t\",\"date\":\"2026-11-20\",\"run\":" + number + "}");
        for (int i = 0; i < 2_000 && !simulation.nextTimer().isEmpty(); i++) {
            simulation.fireNextTimer();
        }
        return simulation;
    }

    private void invoked(TaskRequest request, TaskCallback callback) {
        largestPayload = Math.max(largestPayload, request.arguments().toString().length());
        var operation = Simulation.operation(request.arguments().path("FunctionName").asText());
        var payload = request.arguments().path("Payload").deepCopy();
        if (operation.equals("SealSettlements") && page(payload).contains(broken)) {
            callback.fail(error, "for good");
            return;
        }
        switch (faults.next(operation, invocations.merge(operation, 1, Integer::sum))) {
            case NONE -> callback.succeed(MAPPER.createObjectNode().set("Payload", act(operation, payload)));
            case ERROR_BEFORE -> callback.fail(error, "before");
            case ERROR_AFTER -> {
                act(operation, payload);
                callback.fail(error, "after");
            }
            case SILENCE_BEFORE -> { }
            case SILENCE_AFTER -> act(operation, payload);
            case LATE -> simulation.at(simulation.now().plus(LATER_THAN_ANY_TASK), "late " + operation, () -> act(operation, payload));
        }
    }

    private JsonNode act(String operation, JsonNode in) {
        return switch (operation) {
            case "PlanClearing" -> plan(in);
            case "ClaimLines" -> claim(in);
            case "SealSettlements" -> seal(in);
            case "PayMerchants" -> pay(in);
            case "WriteStatements" -> state(in);
            case "FinishClearing" -> finish(in);
            default -> throw new AssertionError(operation);
        };
    }

    /** Some pages in each invocation. */
    private JsonNode plan(JsonNode in) {
        var merchants = new TreeSet<String>();
        unclaimed.forEach((merchant, lines) -> {
            if (!lines.isEmpty()) {
                merchants.add(merchant);
            }
        });
        settlements.forEach((merchant, settlement) -> {
            if (!settlement.stated) {
                merchants.add(merchant);
            }
        });
        var left = merchants.tailSet(in.path("cursor").isNull() ? "" : in.path("cursor").path("after").asText(), false).stream().toList();
        var out = MAPPER.createObjectNode().put("full", false);
        var names = out.putArray("pages");
        var taken = left.subList(0, Math.min(left.size(), 2 * bite * MERCHANTS_PER_PAGE));
        for (int from = 0; from < taken.size(); from += MERCHANTS_PER_PAGE) {
            var name = "page-" + pages.size();
            pages.put(name, List.copyOf(taken.subList(from, Math.min(from + MERCHANTS_PER_PAGE, taken.size()))));
            names.add(name);
        }
        if (taken.size() < left.size()) {
            out.putObject("cursor").put("after", taken.getLast());
        } else {
            out.putNull("cursor");
        }
        return out;
    }

    private List<String> page(JsonNode in) {
        return pages.get(in.path("page").asText());
    }

    /** Some lines in each invocation, under the settlement's status. */
    private JsonNode claim(JsonNode in) {
        var left = bite;
        for (var merchant : page(in)) {
            var settlement = settlements.computeIfAbsent(merchant, unknown -> new Settlement());
            var lines = unclaimed.get(merchant);
            while (settlement.status.equals("OPEN") && !lines.isEmpty()) {
                if (left-- == 0) {
                    var out = MAPPER.createObjectNode();
                    out.putObject("cursor").put("merchant", 0).put("source", 1).put("after", "L");
                    return out;
                }
                settlement.lines.add(lines.removeFirst());
            }
        }
        return MAPPER.createObjectNode().putNull("cursor");
    }

    /** Some merchants in each invocation. */
    private JsonNode seal(JsonNode in) {
        var merchants = page(in);
        var at = in.path("merchant").asInt();
        merchants.subList(at, Math.min(at + bite, merchants.size())).forEach(merchant -> settlements.get(merchant).status = "SEALED");
        return next(at + bite, merchants);
    }

    private JsonNode pay(JsonNode in) {
        page(in).forEach(merchant -> {
            var settlement = settlements.get(merchant);
            if (settlement.status.equals("SEALED")) {
                transfers.putIfAbsent(merchant, settlement.lines.size());
                settlement.paid = true;
            }
        });
        return MAPPER.createObjectNode().put("unpaid", 0);
    }

    private JsonNode state(JsonNode in) {
        var merchants = page(in);
        var at = in.path("merchant").asInt();
        merchants.subList(at, Math.min(at + bite, merchants.size())).stream().map(settlements::get).forEach(settlement -> settlement.stated |= settlement.paid);
        return next(at + bite, merchants);
    }

    private static ObjectNode next(int merchant, List<String> merchants) {
        return merchant < merchants.size() ? MAPPER.createObjectNode().put("merchant", merchant) : MAPPER.createObjectNode().putNull("merchant");
    }

    private JsonNode finish(JsonNode in) {
        var complete = in.path("failedPages").asInt() == 0 && settlements.values().stream().allMatch(settlement -> settlement.stated);
        status = complete ? "DONE" : "INCOMPLETE";
        return MAPPER.createObjectNode().put("status", status);
    }
}
