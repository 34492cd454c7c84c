package commerce.local.tools.demo;

/** One scene of the shop's day: it plays, tells and checks itself. */
interface Scene {
    String title();

    /** Whether the scene lets hours pass; where nobody can move the clock it is left out, and the demo says so. */
    default boolean movesTheClock() {
        return false;
    }

    /**
     * Plays the scene.
     *
     * @throws SceneFailed when what the scene claims is not so; any other exception fails it as well
     */
    void play(Stagehand stage);
}
