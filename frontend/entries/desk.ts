import '../styles/desk.css'
import { startKeys } from '../desk/keys'
import { startPicking } from '../desk/picking'
import { startRows } from '../desk/rows'
import { startShared } from '../shared/start'

startShared()
startKeys()
startRows()
startPicking()
