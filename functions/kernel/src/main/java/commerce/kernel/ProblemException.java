package commerce.kernel;

/** Carries a {@link Problem} from where input is read or an outcome is mapped to the HTTP edge. Not for use inside a domain. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.status() + " " + problem.type() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
