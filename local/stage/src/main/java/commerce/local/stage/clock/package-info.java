/** Time and order: the scheduler that runs everything as soon as it can, on the wall clock and on a clock that can be moved. */
package commerce.local.stage.clock;
