/** Rules that run by the clock: rate and cron expressions in UTC, on the virtual clock. */
package commerce.local.stage.schedules;
