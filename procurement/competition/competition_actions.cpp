#include "procurement/competition/competition_actions.hpp"
