import '../styles/desk.css'
import { startBeside } from '../desk/beside'
import { startDrawing } from '../desk/drawing'
import { startFaults } from '../desk/faults'
import { startFolding } from '../desk/folding'
import { startInserting } from '../desk/inserting'
import { startKeeping } from '../desk/keeping'
import { startKeys } from '../desk/keys'
import { startOverview } from '../desk/overview'
import { startPicking } from '../desk/picking'
import { startPieces } from '../desk/pieces'
import { startRows } from '../desk/rows'
import { startSteps } from '../desk/steps'
import { startShared } from '../shared/start'

startShared()
startKeys()
startRows()
startFaults()
startFolding()
startDrawing()
startInserting()
startKeeping()
startPicking()
startPieces()
startBeside()
startSteps()
startOverview()
