import '../styles/desk.css'
import { startInserting } from '../desk/inserting'
import { startKeys } from '../desk/keys'
import { startPicking } from '../desk/picking'
import { startRows } from '../desk/rows'
import { startShared } from '../shared/start'

startShared()
startKeys()
startRows()
startInserting()
startPicking()
