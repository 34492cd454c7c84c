package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values are shared between states, variables and branches: no expression may change what another one reads. */
class SharedValuesTest {

    private static final String MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:m";
    private static final String DATA = "{\"list\":[3,1,2],\"objects\":[{\"n\":2,\"deep\":{\"x\":[1]}},{\"n\":1}],\"one\":[{\"a\":null}],\"empty\":[],\"map\":{\"k\":1}}";

    @ParameterizedTest
    @ValueSource(strings = {
        "$append($d.list, 9)", "$append($d.list, $d.objects)", "$append($d.empty, 1)", "$sort($d.list)", "$reverse($d.list)", "$shuffle($d.list)",
        "$merge([$d.map, {'k': 2}])", "$merge($d.objects)", "$d ~> |objects|{'n': 0}, 'deep'|", "$d ~> |$|{'list': []}|", "$spread($d.objects)",
        "$d.objects^(n)", "$d.objects{$string(n): $}", "$distinct($d.list)", "$zip($d.list, $d.objects)", "$d.objects.deep.x[]", "$d.one[]", "$d.one",
        "$map($d.objects, function($o){ $merge([$o, {'seen': true}]) })", "$reduce($d.list, function($a, $b){ $append($a, $b) })",
        "$each($d.map, function($v, $k){ $k })", "$sift($d, function($v){ $type($v) = 'array' })", "[$d.list, 4]", "$d.list[]", "$partition($d.list, 2)",
        "($x := $d; $x := $append($d.list, 1); $x)", "$lookup($d.objects, 'deep')", "$d.**", "$filter($d.list, function($v){ $v > 1 })", "$clone($d)",
        "$keys($d)", "$string($d)", "$parse($string($d))", "$count($d.list)", "$single($d.list, function($v){ $v = 3 })"})
    void anExpressionLeavesItsDataAsItWas(String expression) {
        Simulation simulation = new Simulation();
        StepFunctions service = new StepFunctions(simulation, simulation, (request, callback) -> callback.succeed(request.arguments()),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        service.createStateMachine(MACHINE, StateMachineDefinition.parse("""
                {"QueryLanguage":"JSONata","StartAt":"A","States":{
                  "A":{"Type":"Pass","Assign":{"d":"{%% $states.input %%}"},"Next":"B"},
                  "B":{"Type":"Pass","Assign":{"result":"{%% %1$s %%}"},"Next":"C"},
                  "C":{"Type":"Pass","Assign":{"again":"{%% %1$s %%}"},"Next":"D"},
                  "D":{"Type":"Pass","Output":"{%% $d %%}","End":true}}}
                """.formatted(expression)));
        String arn = service.startExecution(MACHINE, "a", DATA).executionArn();
        simulation.finish();
        ExecutionDescription execution = service.describeExecution(arn);
        assertEquals(DATA, execution.output().orElse("" + execution));
    }
}
