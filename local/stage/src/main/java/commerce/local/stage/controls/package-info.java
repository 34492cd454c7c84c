/**
 * The local controls: everything under {@code /local}, what only a stage offers and no deployed system has. Tokens, the clock,
 * the simulated buyer, the workflows' histories, faults and counters.
 *
 * <p>{@link commerce.local.stage.controls.Controls} knows the paths; each control is one small class that reads its input strictly and
 * calls the {@link commerce.local.stage.Stage}. Wrong input is answered with the same problems as the API's.
 */
package commerce.local.stage.controls;
