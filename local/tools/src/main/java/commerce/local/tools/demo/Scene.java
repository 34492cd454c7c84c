package commerce.local.tools.demo;

/** One scene of the shop's day: it plays, tells and checks itself. */
interface Scene {
    String title();

    /**
     * Plays the scene.
     *
     * @throws SceneFailed when what the scene claims is not so; any other exception fails it as well
     */
    void play(Stagehand stage);
}
