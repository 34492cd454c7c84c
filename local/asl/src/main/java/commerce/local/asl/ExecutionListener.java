package commerce.local.asl;

/** Is told each status change. Called on the injected executor; changes of one execution arrive in order, one at a time. */
@FunctionalInterface
public interface ExecutionListener {

    void statusChanged(ExecutionStatusChange change);
}
