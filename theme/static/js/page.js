// What every page does: fetch ahead, share, and keep its dates true. The build puts the parts in here.
import "./ahead.js";
import "./share.js";
import "./live.js";
