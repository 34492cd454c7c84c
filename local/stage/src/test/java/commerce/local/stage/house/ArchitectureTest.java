package commerce.local.stage.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import commerce.kernel.AwsClients;
import commerce.kernel.Operation;
import commerce.kernel.Outcomes;
import commerce.kernel.Settings;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of the house that can be read from compiled classes: the functions' modules as they are on the class path. */
class ArchitectureTest {

    private static final List<String> CONTEXTS = List.of("catalog", "inventory", "promotion", "ordering", "payment", "settlement");
    private static final String[] MODULES = Stream.concat(Stream.of("kernel"), CONTEXTS.stream()).map(module -> "commerce." + module).toArray(String[]::new);
    private static final String[] PLATFORM = {"software.amazon..", "com.amazonaws..", "io.quarkus..", "jakarta.."};
    private static final JavaClasses FUNCTIONS = new ClassFileImporter().importPackages(MODULES);

    @ParameterizedTest
    @FieldSource("CONTEXTS")
    void aContextDependsOnTheKernelAndOnNoOtherRoom(String context) {
        var own = "commerce." + context + "..";
        holds(classes().that().resideInAPackage(own).should()
                .onlyDependOnClassesThat(resideInAnyPackage(own, "commerce.kernel..").or(resideOutsideOfPackages("commerce.."))));
    }

    @Test
    void theKernelKnowsNoOtherRoom() {
        holds(classes().that().resideInAPackage("commerce.kernel..").should()
                .onlyDependOnClassesThat(resideInAnyPackage("commerce.kernel..").or(resideOutsideOfPackages("commerce.."))));
    }

    @Test
    void theDomainKnowsNeitherAwsNorTheContainer() {
        holds(noClasses().that().resideInAPackage("commerce.*.domain..").should().dependOnClassesThat().resideInAnyPackage(PLATFORM));
    }

    /** Pure rules stay where nothing but rules is: the domain does not reach up into its context's handlers and tables either. */
    @ParameterizedTest
    @FieldSource("CONTEXTS")
    void theDomainDoesNotReachUpIntoItsHandlersAndTables(String context) {
        holds(noClasses().that().resideInAPackage("commerce." + context + ".domain..").should().dependOnClassesThat().resideInAPackage("commerce." + context));
    }

    @Test
    void timeComesFromTheInjectedClockAndSettingsFromTheirPort() {
        holds(noClasses().that().doNotBelongToAnyOf(Settings.class).should(callMethodWhere(JavaCall.Predicates.target(
                describe("System.getenv", target -> target.getOwner().isEquivalentTo(System.class) && target.getName().equals("getenv"))))));
        holds(noClasses().that().doNotBelongToAnyOf(AwsClients.class).should(callMethodWhere(isSystemTime())));
        holds(noClasses().should().callConstructor(Date.class));
    }

    /** {@code Instant.now(clock)} is as good as {@code clock.instant()}; without a clock it asks the system's. */
    private static DescribedPredicate<JavaMethodCall> isSystemTime() {
        return describe("reads the system's clock", call -> {
            var owner = call.getTargetOwner();
            var name = call.getTarget().getName();
            var takesClock = call.getTarget().getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
            return owner.isEquivalentTo(System.class) && Set.of("currentTimeMillis", "nanoTime").contains(name)
                    || owner.isEquivalentTo(Clock.class) && (name.startsWith("system") || name.startsWith("tick") && !takesClock)
                    || owner.getPackageName().startsWith("java.time") && name.equals("now") && !takesClock;
        });
    }

    @Test
    void nothingWritesToTheConsole() {
        holds(noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err"));
    }

    @Test
    void noMoneyMeetsAFloatingPoint() {
        holds(noFields().should().haveRawType(isFloatingPoint()));
        holds(noCodeUnits().should().haveRawReturnType(isFloatingPoint()).orShould().haveRawParameterTypes(
                describe("a floating point among them", types -> types.stream().anyMatch(isFloatingPoint()))));
        holds(noClasses().that().doNotBelongToAnyOf(Outcomes.class).should(callMethodWhere(describe("takes or gives a floating point", call ->
                isFloatingPoint().test(call.getTarget().getRawReturnType()) || call.getTarget().getRawParameterTypes().stream().anyMatch(isFloatingPoint())))));
    }

    private static DescribedPredicate<JavaClass> isFloatingPoint() {
        return describe("floating point", type -> Stream.of(double.class, float.class, Double.class, Float.class).anyMatch(type::isEquivalentTo));
    }

    @Test
    void everyHandlerIsAnOperationWithOneNameInItsContextsOwnPackage() {
        var handlers = FUNCTIONS.stream().filter(type -> type.isAnnotatedWith(Named.class)).toList();

        for (var handler : handlers) {
            assertTrue(handler.isAssignableTo(Operation.class), handler.getName());
            assertTrue(handler.isAnnotatedWith(Singleton.class), handler + " is one object, made once");
            assertEquals(kebab(handler.getSimpleName()), handler.getAnnotationOfType(Named.class).value());
            assertTrue(CONTEXTS.stream().anyMatch(context -> handler.getPackageName().equals("commerce." + context)), handler.getName());
        }
        assertEquals(operations(), handlers.stream().map(JavaClass::getName).sorted().toList());
    }

    private static List<String> operations() {
        return FUNCTIONS.stream().filter(type -> type.isAssignableTo(Operation.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT)).map(JavaClass::getName).sorted().toList();
    }

    static String kebab(String className) {
        return String.join("-", Arrays.stream(className.split("(?=[A-Z])")).map(word -> word.toLowerCase(Locale.ROOT)).toList());
    }

    /** One instance serves many invocations, in Lambda one after another, on the stage at once. */
    @Test
    void whatIsSharedByInvocationsHasNoFieldThatChanges() {
        holds(fields().that().areDeclaredInClassesThat().areAssignableTo(Operation.class).should().beFinal());
        holds(fields().that().areDeclaredInClassesThat().areAnnotatedWith(Singleton.class).should().beFinal());
    }

    private static void holds(ArchRule rule) {
        rule.check(FUNCTIONS);
    }
}
