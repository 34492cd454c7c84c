package commerce.local.sandbox;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.constantpool.MethodRefEntry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.time.Clock;

/**
 * Turns calls of {@link Clock#systemUTC} in our own classes into calls of {@link StageClock#systemUTC}, while they are loaded. A rule of
 * the house keeps all other ways to the system's time out of functions, so this is all their time.
 */
final class ClockRedirection implements ClassFileTransformer {

    private static final String OURS = "commerce/";
    private static final String METHOD = "systemUTC";
    private static final ClassDesc CLOCK = ClassDesc.of(Clock.class.getName());
    private static final ClassDesc STAGE_CLOCK = ClassDesc.of(StageClock.class.getName());

    /** @return null for what stays as it is */
    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (name == null || !name.startsWith(OURS)) {
            return null;
        }
        var file = ClassFile.of();
        var type = file.parse(bytes);
        return asksForTheSystemsClock(type) ? file.transformClass(type, ClassTransform.transformingMethodBodies(ClockRedirection::redirect)) : null;
    }

    private static boolean asksForTheSystemsClock(ClassModel type) {
        for (var entry : type.constantPool()) {
            if (entry instanceof MethodRefEntry method && method.owner().asSymbol().equals(CLOCK) && method.name().equalsString(METHOD)) {
                return true;
            }
        }
        return false;
    }

    private static void redirect(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call && call.owner().asSymbol().equals(CLOCK) && call.name().equalsString(METHOD)) {
            code.invokestatic(STAGE_CLOCK, METHOD, MethodTypeDesc.of(CLOCK));
        } else {
            code.with(element);
        }
    }
}
